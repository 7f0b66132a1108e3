"""The leak walker: marked values stand in every sealed item; nobody without a grant may meet one anywhere."""
