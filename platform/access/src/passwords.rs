//! Passwords: which are good enough, and how they are kept (Argon2id, 19 MiB, two passes).
//!
//! A check costs some twenty milliseconds of a core by intent. So it runs on threads of its own, two
//! at a time; a bounded queue waits, and what does not fit is told to come back ([`Busy`]). An
//! unknown login costs the same as a known one. Commands carry hashes, never passwords: nothing is
//! hashed inside a transaction.

use crate::chance::{self, NoChance};
use argon2::{Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version};
use std::{
    fmt,
    sync::{Arc, OnceLock},
};
use terms::Private;
use tokio::sync::Semaphore;
use zeroize::Zeroizing;

/// The fewest characters of a password.
pub const CHARACTERS_MIN: usize = 12;
/// The most: enough for any sentence, too few to keep a processor busy.
pub const CHARACTERS_MAX: usize = 200;

const AT_ONCE: usize = 2;
const QUEUE: usize = 64;

/// A password as it is kept (PHC string). Prints as dots.
#[derive(Clone, PartialEq, Eq)]
pub struct PasswordHash(pub(crate) String);

impl fmt::Debug for PasswordHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("•••")
    }
}

/// Why a password is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum WeakPassword {
    /// Too short.
    #[error(
        "a password has at least {CHARACTERS_MIN} characters; a short sentence is easy to remember"
    )]
    Short,
    /// Too long.
    #[error("a password has at most {CHARACTERS_MAX} characters; choose a shorter one")]
    Long,
    /// The login, or little more than it.
    #[error("the password must not contain the login name; choose other words")]
    Login,
    /// On everyone's list, with or without digits at its end.
    #[error(
        "this password is one of the first that anyone would try; choose words that belong together only for you"
    )]
    Common,
    /// One character again and again, or a row of the keyboard.
    #[error("the password repeats too few characters; choose a short sentence")]
    Monotonous,
    /// The same as before.
    #[error("the new password is the old one; choose another")]
    Unchanged,
}

impl WeakPassword {
    /// The sentence in Indonesian.
    #[must_use]
    pub fn indonesian(self) -> String {
        match self {
            Self::Short => format!("Kata sandi paling sedikit {CHARACTERS_MIN} karakter; kalimat pendek mudah diingat"),
            Self::Long => format!("Kata sandi paling banyak {CHARACTERS_MAX} karakter; pilih yang lebih pendek"),
            Self::Login => "Kata sandi tidak boleh memuat nama masuk; pilih kata lain".into(),
            Self::Common => "Kata sandi ini termasuk yang pertama dicoba orang; pilih kata-kata yang hanya Anda yang merangkainya".into(),
            Self::Monotonous => "Kata sandi mengulang terlalu sedikit karakter; pilih kalimat pendek".into(),
            Self::Unchanged => "Kata sandi baru sama dengan yang lama; pilih yang lain".into(),
        }
    }
}

/// Whether a password is good enough for a login.
pub fn check(login: &str, password: &str) -> Result<(), WeakPassword> {
    let n = password.chars().count();
    if n < CHARACTERS_MIN {
        return Err(WeakPassword::Short);
    }
    if n > CHARACTERS_MAX {
        return Err(WeakPassword::Long);
    }
    let lower = password.to_lowercase();
    if !login.is_empty() && lower.contains(&login.to_lowercase()) {
        return Err(WeakPassword::Login);
    }
    let mut different: Vec<char> = lower.chars().collect();
    different.sort_unstable();
    different.dedup();
    if different.len() < 5 || steps_by_one(&lower) {
        return Err(WeakPassword::Monotonous);
    }
    // "Bismillah2026!!" is "bismillah" to whoever guesses.
    let word = lower.trim_matches(|c: char| !c.is_alphabetic());
    let common = |word: &str| include_str!("common_passwords.txt").lines().any(|line| line == word);
    if common(&lower) || common(word) || common(&word.replace(' ', "")) {
        return Err(WeakPassword::Common);
    }
    Ok(())
}

/// "123456789012", "abcdefghijkl": each character follows the one before.
fn steps_by_one(text: &str) -> bool {
    let codes: Vec<u32> = text.chars().map(u32::from).collect();
    let steps = codes.windows(2).filter(|pair| pair[0].abs_diff(pair[1]) <= 1).count();
    steps + 3 >= codes.len()
}

/// Too many passwords are being checked at this moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("many people are signing in at this moment; please try again in a few seconds")]
pub struct Busy;

impl Busy {
    /// The sentence in Indonesian.
    #[must_use]
    pub const fn indonesian(self) -> &'static str {
        "Sedang banyak yang masuk; silakan coba lagi beberapa detik lagi"
    }
}

/// Why a password was not hashed.
#[derive(Debug, thiserror::Error)]
#[expect(missing_docs, reason = "each is what it wraps")]
pub enum HashError {
    #[error(transparent)]
    Weak(#[from] WeakPassword),
    #[error(transparent)]
    Busy(#[from] Busy),
    #[error(transparent)]
    NoChance(#[from] NoChance),
}

/// The desk where passwords are hashed and checked: one an installation, cheap to clone.
#[derive(Clone, Debug)]
pub struct Passwords {
    running: Arc<Semaphore>,
    places: Arc<Semaphore>,
}

impl Default for Passwords {
    fn default() -> Self {
        Self::new()
    }
}

impl Passwords {
    /// Two at a time, 64 waiting.
    #[must_use]
    pub fn new() -> Self {
        // Made now: the first unknown login must not take longer than a known one.
        let _ = nobodys_hash();
        Self {
            running: Arc::new(Semaphore::new(AT_ONCE)),
            places: Arc::new(Semaphore::new(AT_ONCE + QUEUE)),
        }
    }

    /// Hashes a password that is good enough for its login.
    pub async fn hash(
        &self,
        login: &str,
        password: &Private<String>,
    ) -> Result<PasswordHash, HashError> {
        check(login, password.reveal())?;
        let salt = chance::fresh::<16>()?;
        let password = Zeroizing::new(password.reveal().clone());
        Ok(self.on_a_thread_of_its_own(move || hash(password.as_bytes(), &salt[..])).await?)
    }

    /// Whether it is the password. An unknown login (`None`) takes as long and is never right.
    pub async fn is_right(
        &self,
        password: &Private<String>,
        kept: Option<&PasswordHash>,
    ) -> Result<bool, Busy> {
        let password =
            Zeroizing::new(password.reveal().chars().take(CHARACTERS_MAX + 1).collect::<String>());
        let known = kept.is_some();
        let kept = kept.unwrap_or_else(|| nobodys_hash()).clone();
        let same = move || argon2().verify_password(password.as_bytes(), kept.0.as_str()).is_ok();
        Ok(self.on_a_thread_of_its_own(same).await? && known)
    }

    async fn on_a_thread_of_its_own<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, Busy> {
        let place = self.places.clone().try_acquire_owned().map_err(|_| Busy)?;
        let turn = self.running.clone().acquire_owned().await.map_err(|_| Busy)?;
        // Both go with the work: who hangs up does not free a thread that is still computing.
        let done = tokio::task::spawn_blocking(move || {
            let done = work();
            drop((turn, place));
            done
        });
        done.await.map_err(|_| Busy)
    }
}

fn argon2() -> Argon2<'static> {
    let params =
        Params::new(19 * 1024, 2, 1, None).expect("the parameters are within Argon2's bounds");
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
}

fn hash(password: &[u8], salt: &[u8]) -> PasswordHash {
    let made = argon2().hash_password_with_salt(password, salt);
    PasswordHash(
        made.expect("Argon2 takes any password below 4 GiB and a salt of 16 bytes").to_string(),
    )
}

fn nobodys_hash() -> &'static PasswordHash {
    static NOBODY: OnceLock<PasswordHash> = OnceLock::new();
    NOBODY.get_or_init(|| hash(b"nobody has this password", b"lindung, nobody!"))
}

/// A password to be used once and changed: 100 bits in five groups without look-alikes.
pub fn one_time() -> Result<Private<String>, NoChance> {
    const SYMBOLS: &[u8; 32] = b"abcdefghjkmnpqrstuvwxyz23456789+";
    let bytes = chance::fresh::<20>()?;
    let mut text = String::with_capacity(24);
    for (i, byte) in bytes.iter().enumerate() {
        if i > 0 && i % 4 == 0 {
            text.push('-');
        }
        text.push(char::from(SYMBOLS[usize::from(byte % 32)]));
    }
    Ok(Private::new(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn which_passwords_are_taken() {
        let cases = [
            ("sebelas-k..", Err(WeakPassword::Short)),
            ("becak merah di simpang lima", Ok(())),
            ("Bismillah2026!!", Err(WeakPassword::Common)),
            ("BpjsKetenagakerjaan1", Err(WeakPassword::Common)),
            ("akucintakamu", Err(WeakPassword::Common)),
            ("password1234", Err(WeakPassword::Common)),
            ("123456789012", Err(WeakPassword::Monotonous)),
            ("abcdefghijklm", Err(WeakPassword::Monotonous)),
            ("aaaaaaaaaaaaaaab", Err(WeakPassword::Monotonous)),
            ("petugas.cilacap-77", Err(WeakPassword::Login)),
        ];
        for (password, expected) in cases {
            assert_eq!(check("Petugas.Cilacap", password), expected, "{password}");
        }
        assert_eq!(check("x", &"ab cde fgh".repeat(21)), Err(WeakPassword::Long));
        for case in [WeakPassword::Short, WeakPassword::Common] {
            assert!(
                case.to_string().contains(';') && case.indonesian().contains(';'),
                "the way out"
            );
        }
    }

    #[test]
    fn one_time_passwords_are_good_passwords_and_never_the_same() {
        let (first, second) = (one_time().unwrap(), one_time().unwrap());
        assert_ne!(first, second);
        assert_eq!(check("admin", first.reveal()), Ok(()));
        assert_eq!(first.reveal().len(), 24);
    }

    #[tokio::test]
    async fn a_password_is_kept_salted_and_checked_whole() {
        let desk = Passwords::new();
        let password = Private::new("becak merah di simpang lima".to_owned());
        let kept = desk.hash("admin", &password).await.unwrap();
        assert!(kept.0.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{}", kept.0);
        assert_ne!(kept, desk.hash("admin", &password).await.unwrap(), "a salt each");
        assert_eq!(format!("{kept:?}"), "•••");
        assert!(desk.is_right(&password, Some(&kept)).await.unwrap());
        let other = Private::new("becak merah di simpang empat".to_owned());
        assert!(!desk.is_right(&other, Some(&kept)).await.unwrap());
        let nobody = Private::new("nobody has this password".to_owned());
        assert!(!desk.is_right(&nobody, None).await.unwrap(), "an unknown login is never right");
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn what_does_not_fit_into_the_queue_is_told_to_come_back() {
        let desk = Passwords::new();
        let held: Vec<_> = (0..AT_ONCE + QUEUE)
            .map(|_| desk.places.clone().try_acquire_owned().unwrap())
            .collect();
        let password = Private::new("becak merah di simpang lima".to_owned());
        assert_eq!(desk.is_right(&password, None).await, Err(Busy));
        drop(held);
        assert_eq!(desk.is_right(&password, None).await, Ok(false));
    }
}
