"""The catalog: cited facts about models and datasets, and how to look them up by name.

entries        models, datasets, and the catalog that finds them by name
facts          one number, as one source states it
loading        the compiled catalog, read once
in_use         the catalog that answers, read again when user catalogs change
user_catalog   models that users add
config_paths   where those lie
folding        names as lookups compare them
typed_names    lookups, and what to say of names that are not found
typed_numbers  numbers as people type them
nearest_names  names similar to one that is not there
naming         ids and names for what is new
"""

from .entries import Catalog, Dataset, Entry, Model
from .folding import fold
from .in_use import load, reload, use_bundled_only
from .loading import bundled

__all__ = ["Catalog", "Dataset", "Entry", "Model", "bundled", "fold", "load", "reload", "use_bundled_only"]
