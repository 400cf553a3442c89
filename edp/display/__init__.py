"""What commands show to people, at 80 columns and wider."""
