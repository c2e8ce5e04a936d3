"""What is said and how: languages and their catalogues, sentences as values, numbers as text. Names of regions live in `regions`."""
