"""What an environment takes from its bucket: the folder of DAGs, plugins and requirements."""

from __future__ import annotations

import io
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from botocore.exceptions import ClientError


class SourceError(Exception):
    """Something in the bucket cannot be had or used; the text says what."""


class Source:
    """An environment's bucket, seen under its role."""

    def __init__(self, client: Callable[[], Any], bucket: str) -> None:
        """Looks into a bucket with clients of S3; each is used at once."""
        self._client, self.bucket = client, bucket

    def check(self) -> None:
        """Holds the bucket to what MWAA demands of it.

        Raises:
            SourceError: it has no versions, or is not closed to the public.
        """
        versioning = self._ask("get_bucket_versioning").get("Status")
        if versioning != "Enabled":
            raise SourceError(f"bucket {self.bucket} must have versioning enabled")
        closed = self._ask("get_public_access_block")["PublicAccessBlockConfiguration"]
        if not all(closed.get(n) for n in ("BlockPublicAcls", "BlockPublicPolicy")):
            raise SourceError(f"bucket {self.bucket} must block public access")

    def read(self, key: str, version: str | None) -> bytes:
        """One object, in one version.

        Raises:
            SourceError: it cannot be read.
        """
        wanted = {"Key": key} | ({"VersionId": version} if version else {})
        content: bytes = self._ask("get_object", **wanted)["Body"].read()
        return content

    def etags(self, prefix: str) -> dict[str, str]:
        """Key and fingerprint of each object whose key begins so.

        Raises:
            SourceError: they cannot be listed.
        """
        found: dict[str, str] = {}
        more: dict[str, str] = {}
        while True:
            page = self._ask("list_objects_v2", Prefix=prefix, **more)
            found |= {o["Key"]: o["ETag"] for o in page.get("Contents", [])}
            if not page.get("IsTruncated"):
                return found
            more = {"ContinuationToken": page["NextContinuationToken"]}

    def _ask(self, operation: str, **arguments: str) -> Any:
        try:
            return getattr(self._client(), operation)(Bucket=self.bucket, **arguments)
        except ClientError as error:
            where = "/".join(
                [self.bucket, *(arguments[k] for k in ("Key", "Prefix") if k in arguments)]
            )
            raise SourceError(f"{where}: {error}") from error


class Mirror:
    """A folder that is kept the same as the objects below a prefix."""

    def __init__(self, source: Source, prefix: str, folder: Path) -> None:
        """Mirrors what is below the prefix into the folder; begins with `refresh`."""
        self._source, self._folder = source, folder
        self._prefix = f"{prefix.strip('/')}/"
        self._known: dict[str, str] = {}

    def refresh(self) -> None:
        """Takes over what is new, changed or gone since last time; each file whole or not at all.

        Raises:
            SourceError: something cannot be read.
        """
        now = {k: e for k, e in self._source.etags(self._prefix).items() if not k.endswith("/")}
        changed = [key for key, etag in now.items() if self._known.get(key) != etag]
        # Data first: code that is read by then finds it.
        for key in sorted(changed, key=lambda key: (key.endswith(".py"), key)):
            self._write(key)
            self._known[key] = now[key]
        for key in self._known.keys() - now.keys():
            del self._known[key]
        self._remove_all_but({self._path(key) for key in now})

    def _write(self, key: str) -> None:
        path, content = self._path(key), self._source.read(key, None)
        if path.is_file() and path.read_bytes() == content:
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        # Beside the folder, not in it: Airflow would see it.
        aside = self._folder.with_suffix(".new")
        aside.write_bytes(content)
        aside.replace(path)

    def _path(self, key: str) -> Path:
        path = self._folder / key.removeprefix(self._prefix)
        if not path.resolve().is_relative_to(self._folder.resolve()):
            raise SourceError(f"{self._source.bucket}/{key} would lie outside the folder of DAGs")
        return path

    def _remove_all_but(self, kept: set[Path]) -> None:
        for path in sorted(self._folder.rglob("*"), reverse=True):
            if "__pycache__" in path.parts:
                continue
            if path.is_dir():
                if not any(k.is_relative_to(path) for k in kept):
                    shutil.rmtree(path)
            elif path not in kept:
                path.unlink()


def unpack(archive: bytes, folder: Path) -> None:
    """Puts the files of plugins.zip in the place of those that were there.

    Raises:
        SourceError: it is no zip.
    """
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    try:
        with zipfile.ZipFile(io.BytesIO(archive)) as opened:
            opened.extractall(folder)
    except zipfile.BadZipFile as error:
        raise SourceError(f"the plugins are no zip file: {error}") from error
