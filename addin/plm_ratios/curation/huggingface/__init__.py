"""Files that people have of their own models: config.json and .safetensors, as Hugging Face writes them."""
