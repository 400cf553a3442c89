"""Files of tables, decoded in a process of their own: what they break is that process only."""
