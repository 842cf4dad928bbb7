"""The page on which people try queries: one per endpoint, with examples that fit what runs there."""
