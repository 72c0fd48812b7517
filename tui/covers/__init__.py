"""Cover pictures: fetched without the key, judged before they are decoded, kept on disk as plain pixels."""
