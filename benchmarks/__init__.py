"""Speed, as ratios on the machine at hand, over generated data. Never part of the tests."""
