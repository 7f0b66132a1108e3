"""Learning, papers, contests and the plan, as people of the cast go through them."""
