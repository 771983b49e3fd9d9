"""What the pages of the front door ask. Whether it may be done is the verbs' to say."""
