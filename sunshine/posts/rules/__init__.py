"""What posts and pledges allow."""
