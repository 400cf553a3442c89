"""Bronze into silver: records are cleansed and counted, datasets are built."""
