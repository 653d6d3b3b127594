"""What one person may take of what many share: turns, allowances, quotas."""
