"""How the embedded model in index/model/ is made: `python -m index.training --data DIR`."""
