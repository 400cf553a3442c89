"""What runs within Airflow's own environment: started as files, they know nothing of the cloud."""
