"""What staff are told, in the product and through group robots."""
