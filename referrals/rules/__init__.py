"""What holds and what stands in the way, each said once; a refusal is a sentence with its mend."""
