"""`edp contract check`: what a change of contracts, models or code will do."""
