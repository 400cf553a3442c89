"""What was kept back: quarantined records and refused files, shown and sent back."""
