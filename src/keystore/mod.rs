//! Who holds private keys, how they rest on disk, and who signs.
