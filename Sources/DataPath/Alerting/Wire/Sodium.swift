import CSodium

/// Prepares libsodium; repeated calls cost nothing, and every use of a key follows one.
///
/// - Returns: Whether the library is usable; it is not where the system gives no random bytes.
func prepareSodium() -> Bool { sodium_init() >= 0 }
