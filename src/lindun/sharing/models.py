"""What leaves the house and under which conditions. Links are in this file's first part."""
