"""An AWS that runs on a laptop: ministack, and what it lacks.

It knows AWS's interfaces and nothing of any application: whatever app the CDK's command line
deploys runs in it. `python -m local_cloud` is the server; `local_cloud.cloud` starts and stops it.
"""
