"""Fetches what a run needs from S3, under the job's role."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

from botocore.exceptions import ClientError
from packaging.utils import canonicalize_name

from local_cloud.clients import Credentials, client
from local_cloud.glue.process import RunFailed

NOT_MODIFIED = "304"
WHEELS, REQUIREMENTS = "wheels/", "requirements.txt"
# By URI, which object an archive was and which wheels it held: they are large and seldom change.
_archives: dict[str, tuple[str, list[str]]] = {}


class Code:
    """Script, libraries and modules of a run."""

    def __init__(self, credentials: Credentials, folder: Path) -> None:
        """Fetches into a folder."""
        self._s3 = client("s3", credentials)
        self._folder = folder

    def script(self, uri: str) -> str:
        """Fetches the script; its path."""
        return self._fetch(uri)

    def libraries(self, uris: str) -> list[str]:
        """Fetches modules and archives of modules; what to put on the module path."""
        fetched = [self._fetch(uri) for uri in _parts(uris)]
        # A single module is found through its folder.
        return [path if path.endswith((".zip", ".whl")) else str(self._folder) for path in fetched]

    def modules(self, uris: str) -> list[str]:
        """What is to be installed: names of wheels, or requirements."""
        return [name for part in _parts(uris) for name in self._wheels(part)]

    def _fetch(self, uri: str) -> str:
        file = self._folder / uri.rpartition("/")[2]
        file.write_bytes(self._get(uri)["Body"].read())
        return str(file)

    def _wheels(self, part: str) -> list[str]:
        if not part.startswith("s3://"):
            return [part]
        if part.endswith(".whl"):
            self._get(part)["Body"].close()
            return [part.rpartition("/")[2]]
        if part.endswith(".gluewheels.zip"):
            return self._archive(part)
        raise RunFailed(f"--additional-python-modules {part}: neither a wheel nor .gluewheels.zip")

    def _archive(self, uri: str) -> list[str]:
        etag, names = _archives.get(uri, ("none", []))
        try:
            found = self._get(uri, IfNoneMatch=etag)
        except ClientError as answer:
            if answer.response["Error"]["Code"] == NOT_MODIFIED:
                return names
            raise
        with zipfile.ZipFile(io.BytesIO(found["Body"].read())) as archive:
            names = _listed(archive, uri)
        _archives[uri] = found["ETag"], names
        return names

    def _get(self, uri: str, **more: str) -> dict[str, Any]:
        scheme, _, place = uri.partition("://")
        bucket, _, key = place.partition("/")
        if scheme != "s3" or not key:
            raise RunFailed(f"{uri}: expected s3://bucket/key")
        try:
            found: dict[str, Any] = self._s3.get_object(Bucket=bucket, Key=key, **more)
        except self._s3.exceptions.NoSuchKey:
            raise RunFailed(f"{uri} does not exist") from None
        return found


def _listed(archive: zipfile.ZipFile, uri: str) -> list[str]:
    """The wheels that an archive asks to install.

    docs.aws.amazon.com/glue/latest/dg/aws-glue-programming-python-libraries.html, appendix: it
    holds a folder `wheels` with the wheels and a `requirements.txt` that names them.
    """
    names = {n.removeprefix(WHEELS) for n in archive.namelist() if n.startswith(WHEELS)}
    if REQUIREMENTS not in names:
        raise RunFailed(
            f"{uri}: has no {WHEELS}{REQUIREMENTS}, so Glue would install nothing of it"
        )
    lines = archive.read(WHEELS + REQUIREMENTS).decode().split()
    wheels = {_package(n): n for n in names if n.endswith(".whl")}
    if lost := [line for line in lines if canonicalize_name(line.partition("==")[0]) not in wheels]:
        raise RunFailed(f"{uri}: {WHEELS} has no wheel of {', '.join(lost)}")
    return sorted(wheels[canonicalize_name(line.partition("==")[0])] for line in lines)


def _package(wheel: str) -> str:
    return canonicalize_name(wheel.partition("-")[0])


def _parts(uris: str) -> list[str]:
    return [part.strip() for part in uris.split(",") if part.strip()]
