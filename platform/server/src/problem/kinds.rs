//! The kinds of problems: the stable `type` of each, its status, and what to do about it.

/// A kind of problem, as the page `/problems/{word}` explains it.
#[derive(PartialEq, Eq, Debug)]
pub(crate) struct Kind {
    pub(crate) word: &'static str,
    pub(crate) status: u16,
    pub(crate) title_id: &'static str,
    pub(crate) title_en: &'static str,
    pub(crate) way_id: &'static str,
    pub(crate) way_en: &'static str,
}

macro_rules! kinds {
    ($($word:literal $status:literal $title_id:literal / $title_en:literal : $way_id:literal / $way_en:literal;)+) => {
        /// Every kind, in the order of their status.
        pub(crate) static KINDS: &[Kind] = &[$(Kind {
            word: $word, status: $status, title_id: $title_id, title_en: $title_en,
            way_id: $way_id, way_en: $way_en,
        }),+];
    };
}

kinds! {
    "bad-json" 400 "Isi permintaan bukan JSON yang benar" / "The body is not valid JSON":
        "Perbaiki JSON pada baris dan kolom yang disebut, lalu kirim lagi." /
        "Correct the JSON at the line and column named, and send it again.";
    "bad-address" 400 "Alamat atau parameter tidak terbaca" / "The address or a parameter cannot be read":
        "Periksa parameter yang disebut; bentuknya ada di /api/docs." /
        "Check the parameter that is named; its form is in /api/docs.";
    "key-missing" 400 "Kunci permintaan belum ada" / "The request key is missing":
        "Setiap perintah memerlukan kepala Idempotency-Key berisi UUID yang dibuat oleh pengirim; kirim ulang dengan kunci yang sama bila jawaban tidak sampai." /
        "Every command needs a header Idempotency-Key with a UUID made by the sender; send again with the same key when no answer arrives.";
    "sign-in-failed" 401 "Tidak dapat masuk" / "Sign-in failed":
        "Periksa nama masuk dan kata sandi." / "Check the login and the password.";
    "not-signed-in" 401 "Anda belum masuk" / "You are not signed in":
        "Masuk dengan POST /api/v1/sessions, atau kirim token: Authorization: Bearer …." /
        "Sign in with POST /api/v1/sessions, or send a token: Authorization: Bearer ….";
    "session-expired" 401 "Sesi sudah berakhir" / "The session has ended":
        "Masuk lagi; yang sudah diisi tidak hilang, kirim ulang dengan kunci yang sama." /
        "Sign in again; nothing that was filled in is lost, send it again with the same key.";
    "forbidden" 403 "Peran Anda tidak mencakup ini" / "Your role does not include this":
        "Minta peran itu kepada administrator, atau minta rekan yang memilikinya." /
        "Ask an administrator for the role, or a colleague who has it.";
    "password-first" 403 "Kata sandi harus diganti dahulu" / "The password must be changed first":
        "Ganti kata sandi sekali pakai dengan POST /api/v1/users/me/change-password, lalu masuk lagi." /
        "Change the one-time password with POST /api/v1/users/me/change-password, then sign in again.";
    "second-factor-first" 403 "Peran Anda memerlukan lebih dari kata sandi" / "Your role needs more than a password":
        "Tambahkan aplikasi kode atau kunci sandi di halaman akun, atau masuk dengan kunci sandi yang sudah terdaftar." /
        "Add a code app or a passkey on the account page, or sign in with a passkey that is registered.";
    "cross-site" 403 "Permintaan dari situs lain ditolak" / "A request from another site was refused":
        "Kirim dari halaman kantor ini, atau pakai token; program dengan cookie mengirim kepala X-Requested-With." /
        "Send it from this office's pages, or use a token; a program with a cookie sends the header X-Requested-With.";
    "not-found" 404 "Tidak ada di sini" / "There is nothing here":
        "Periksa alamat atau nomornya; daftar alamat ada di /api/docs." /
        "Check the address or the id; the list of addresses is in /api/docs.";
    "wrong-method" 405 "Cara memanggil tidak cocok" / "Wrong method for this address":
        "Alamat ini ada, tetapi tidak untuk metode ini; lihat /api/docs." /
        "This address exists, but not for this method; see /api/docs.";
    "too-slow-to-send" 408 "Permintaan terlalu lambat dikirim" / "The request was sent too slowly":
        "Kirim lagi bila jaringan lebih baik, dengan kunci yang sama; tidak ada yang dikerjakan." /
        "Send it again when the network is better, with the same key; nothing was done.";
    "conflict" 409 "Tidak dapat dilakukan dalam keadaan ini" / "Not possible in this state":
        "Lihat lagi keadaan terbaru, lalu ulangi bila masih perlu." /
        "Look at the current state, and repeat what still applies.";
    "other-content" 409 "Kunci sudah dipakai untuk hal lain" / "The key was used for something else":
        "Buat kunci baru untuk permintaan baru; kunci yang sama hanya untuk mengulang permintaan yang sama." /
        "Make a new key for a new request; the same key only repeats the same request.";
    "changed-meanwhile" 412 "Sudah diubah orang lain" / "Changed by someone else meanwhile":
        "Lihat apa yang berubah (changes), ambil versi terbaru, lalu ulangi yang masih perlu." /
        "Look at what changed (changes), fetch the newest version, and repeat what still applies.";
    "too-large" 413 "Kiriman terlalu besar" / "Too large":
        "Isi permintaan paling besar 1 MiB, daftar paling besar 64 MiB; bagi menjadi beberapa kiriman." /
        "A body is at most 1 MiB, a list at most 64 MiB; split it.";
    "unsupported-type" 415 "Jenis isi tidak dikenal" / "Unsupported content type":
        "Kirim JSON dengan kepala Content-Type: application/json." /
        "Send JSON with the header Content-Type: application/json.";
    "invalid-fields" 422 "Ada isian yang perlu diperbaiki" / "Some fields need correction":
        "Perbaiki setiap isian yang disebut, lalu kirim lagi." /
        "Correct each field that is named, and send it again.";
    "law" 422 "Ditolak oleh aturan" / "Refused by a rule":
        "Aturan yang menjadi dasarnya disebut bersama sumbernya." /
        "The rule it rests on is named with its source.";
    "list-refused" 422 "Daftar tidak dapat dibaca" / "The list cannot be read":
        "Perbaiki berkas menurut kalimat yang disebut; tidak ada baris yang dimasukkan." /
        "Correct the file as the sentence says; no row was taken in.";
    "too-many" 429 "Terlalu banyak permintaan" / "Too many requests":
        "Tunggu beberapa detik lalu coba lagi." / "Wait a few seconds and try again.";
    "fault" 500 "Kesalahan di pihak kami" / "A fault of ours":
        "Catat nomor kasus dan beri tahu administrator; kirim lagi dengan kunci yang sama, tidak akan dikerjakan dua kali." /
        "Note the case number and tell the administrator; send it again with the same key, it will not be done twice.";
    "busy" 503 "Sedang sibuk" / "Busy":
        "Tunggu beberapa detik lalu kirim lagi dengan kunci yang sama." /
        "Wait a few seconds and send it again with the same key.";
    "too-slow" 503 "Jawaban belum siap" / "The answer was not ready in time":
        "Kirim lagi dengan kunci yang sama; yang sudah dikerjakan tidak dikerjakan dua kali." /
        "Send it again with the same key; what was done is not done twice.";
    "not-ready" 503 "Kantor belum siap" / "The office is not ready":
        "Basis data atau hukumnya belum siap; lihat /ready." /
        "The database or the law is not ready; see /ready.";
}

/// The kind of a word. Words come from our own code; a test holds that each exists.
pub(crate) fn kind(word: &str) -> &'static Kind {
    KINDS
        .iter()
        .find(|kind| kind.word == word)
        .or_else(|| KINDS.iter().find(|kind| kind.word == "fault"))
        .expect("the table has the kind fault")
}
