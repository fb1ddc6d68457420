//! Which column is which: headers as clerks, offices and forms write them, in any order.

use crate::{cell::Row, names::clean, refusal::SheetRefusal};
use std::{collections::HashMap, fmt, sync::LazyLock};

/// A field of the canonical sheet.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Field {
    /// National identity number.
    Nik,
    /// Family card number.
    Kk,
    /// Full name as on the identity card.
    Name,
    /// Place of birth.
    BirthPlace,
    /// Date of birth.
    BirthDate,
    /// Place and date of birth in one cell (*TTL*).
    Ttl,
    /// Sex.
    Sex,
    /// Telephone.
    Phone,
    /// Occupation, in words.
    Occupation,
    /// Kind of business.
    Category,
    /// Where the person works.
    WorkPlace,
    /// Monthly income.
    Income,
    /// Street, house, hamlet.
    Address,
    /// Neighbourhood unit.
    Rt,
    /// Hamlet unit.
    Rw,
    /// Both units in one cell, `003/005`.
    RtRw,
    /// Code of the village.
    VillageCode,
    /// Name of the village.
    Village,
    /// Name of the sub-district.
    District,
    /// Group the person belongs to: BPD, RT, Satlinmas.
    Group,
    /// Where the contribution money comes from.
    Fund,
    /// First month of contribution.
    StartMonth,
    /// How many months.
    Months,
    /// Whom to reach in the family.
    FamilyContact,
    /// Note.
    Note,
}

use Field::{
    Address, BirthDate, BirthPlace, Category, District, FamilyContact, Fund, Group, Income, Kk,
    Months, Name, Nik, Note, Occupation, Phone, Rt, RtRw, Rw, Sex, StartMonth, Ttl, Village,
    VillageCode, WorkPlace,
};

/// Canonical word first, then what else a header may say, in letters and digits only.
#[rustfmt::skip]
const HEADERS: [(Field, &[&str]); 25] = [
    (Nik, &["nik", "nonik", "nomornik", "noktp", "nomorktp", "ktp", "nikktp", "noktpnik", "niknoktp", "nomorindukkependudukan", "noindukkependudukan", "noidentitas", "nomoridentitas", "noidentitasnik", "nikpeserta", "nikpekerja", "niktenagakerja", "nationalid"]),
    (Kk, &["no_kk", "kk", "nomorkk", "nokartukeluarga", "nomorkartukeluarga", "kartukeluarga", "nkk", "familycardno"]),
    (Name, &["nama", "namalengkap", "namakepalakeluarga", "namapeserta", "namacalonpeserta", "namatenagakerja", "namalengkaptenagakerja", "namatk", "namapekerja", "namapenerima", "namapenerimamanfaat", "namapenerimabantuan", "namakpm", "namawarga", "namaanggota", "namasesuaiktp", "namalengkapsesuaiktp", "namaktp", "namakk", "fullname", "name"]),
    (BirthPlace, &["tempat_lahir", "tptlahir", "tmplahir", "tmptlahir", "tempatkelahiran", "kotalahir", "kabkotalahir", "birthplace"]),
    (BirthDate, &["tanggal_lahir", "tgllahir", "tgllhr", "tglahir", "tanggalkelahiran", "birthdate", "dateofbirth", "dob"]),
    (Ttl, &["ttl", "tempattanggallahir", "tempattgllahir", "tempatdantanggallahir", "tempatdantgllahir", "tempattgllhr", "tmptgllahir", "tpttgllahir", "tmpttgllahir"]),
    (Sex, &["jenis_kelamin", "jk", "kelamin", "jnskelamin", "jeniskel", "jkel", "lp", "jklp", "jeniskelaminlp", "sex", "gender"]),
    (Phone, &["no_hp", "nomorhp", "hp", "nohandphone", "nomorhandphone", "handphone", "notelp", "notelpon", "notelepon", "nomortelepon", "nomortelp", "telepon", "telp", "notelphp", "notelponhp", "noteleponhp", "nohpwa", "nowa", "nowhatsapp", "nomorwhatsapp", "nomorwa", "nohpwhatsapp", "whatsapp", "wa", "nomorponsel", "ponsel", "phone", "nomortelephone"]),
    (Occupation, &["pekerjaan", "jenispekerjaan", "namapekerjaan", "profesi", "matapencaharian", "jenispekerjaanutama", "occupation"]),
    (Category, &["kategori_usaha", "jenisusaha", "bidangusaha", "sektorusaha", "kategoripekerjaan", "sektor"]),
    (WorkPlace, &["lokasi_kerja", "lokasipekerjaan", "tempatkerja", "tempatbekerja", "alamatkerja", "alamattempatkerja", "lokasiusaha", "tempatusaha", "alamatusaha", "worklocation"]),
    (Income, &["penghasilan", "penghasilanperbulan", "penghasilanbulanan", "besarpenghasilan", "penghasilanrp", "pendapatan", "pendapatanperbulan", "dasarupah", "upah", "gaji", "gajipokok", "declaredincome"]),
    (Address, &["alamat", "alamatlengkap", "alamatktp", "alamatsesuaiktp", "alamatrumah", "alamattinggal", "alamattempattinggal", "alamatdomisili", "address"]),
    (Rt, &["rt", "nort", "nomorrt"]),
    (Rw, &["rw", "norw", "nomorrw"]),
    (RtRw, &["rt_rw"]),
    (VillageCode, &["kode_desa", "kodekelurahan", "kodedesakelurahan", "kodekelurahandesa", "kodedesakel", "kodewilayah", "kodewilayahdesa", "kodekemendagri", "kddesa", "kdkelurahan", "villagecode"]),
    (Village, &["desa", "kelurahan", "desakelurahan", "kelurahandesa", "desakel", "keldesa", "deskel", "kel", "namadesa", "namakelurahan", "namadesakelurahan", "village"]),
    (District, &["kecamatan", "kec", "namakecamatan", "district"]),
    (Group, &["kelompok", "namakelompok", "jeniskelompok", "kelompokpekerja", "wadah", "namawadah", "unsur", "lembaga", "membergroup"]),
    (Fund, &["sumber_dana", "sumberpembiayaan", "sumberanggaran", "sumberiuran", "pembayar", "dibayaroleh", "fundsource"]),
    (StartMonth, &["bulan_mulai", "mulaibulan", "bulanawal", "periodemulai", "bulanmulaiiuran", "startmonth"]),
    (Months, &["jumlah_bulan", "jmlbulan", "lamabulan", "jumlahbulaniuran", "lamaiuran", "masaiuran", "prepaidmonths"]),
    (FamilyContact, &["kontak_keluarga", "kontakahliwaris", "nohpkeluarga", "nohpahliwaris", "hpkeluarga", "kontakdarurat", "nohpkontakdarurat", "emergencycontact"]),
    (Note, &["keterangan", "ket", "catatan", "note", "notes"]),
];

/// A header row is told by its first columns.
const LOOKED_AT: usize = 200;

/// Columns that a result sheet adds; sent back corrected, they are read as nobody's.
pub(crate) const RESULT_HEADERS: [&str; 4] = ["baris", "hasil", "keterangan_hasil", "english"];

impl Field {
    /// The canonical header.
    #[must_use]
    pub fn word(self) -> &'static str {
        self.names().first().copied().unwrap_or_default()
    }

    /// Some of the names its column may have, for a sentence.
    #[must_use]
    pub fn examples(self) -> String {
        let named: &[&str] = match self {
            Nik => &["NIK", "No. KTP", "Nomor Induk Kependudukan"],
            Name => &["Nama", "Nama Lengkap", "Nama Kepala Keluarga"],
            BirthDate => &["Tanggal Lahir", "Tgl Lahir", "TTL"],
            _ => self.names().get(..3).unwrap_or(self.names()),
        };
        named.iter().map(|name| format!("“{name}”")).collect::<Vec<_>>().join(", ")
    }

    fn names(self) -> &'static [&'static str] {
        HEADERS.iter().find(|(field, _)| *field == self).map_or(&[], |(_, names)| names)
    }

    /// All fields, in the order of the canonical sheet.
    pub fn all() -> impl Iterator<Item = Self> {
        HEADERS.iter().map(|(field, _)| *field)
    }

    /// The field a header means, if it is known. Case, space and punctuation do not count, nor does
    /// what stands in brackets behind.
    #[must_use]
    pub fn of_header(header: &str) -> Option<Self> {
        let bare = header.split(['(', '[']).next().unwrap_or_default();
        of_letters(&letters(header)).or_else(|| of_letters(&letters(bare)))
    }
}

impl fmt::Display for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

fn of_letters(wanted: &str) -> Option<Field> {
    static BY_LETTERS: LazyLock<HashMap<String, Field>> = LazyLock::new(|| {
        let named = |(field, names): &(Field, &'static [&'static str])| {
            let field = *field;
            names.iter().map(move |name| (letters(name), field))
        };
        HEADERS.iter().flat_map(named).collect()
    });
    BY_LETTERS.get(wanted).copied()
}

fn letters(text: &str) -> String {
    text.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect()
}

/// Where each field stands, and what every column is called.
#[derive(Clone, Debug)]
pub struct Columns {
    row_number: u64,
    headers: Vec<String>,
    places: [Option<usize>; HEADERS.len()],
}

impl Columns {
    /// Number of the header row.
    #[must_use]
    pub const fn row_number(&self) -> u64 {
        self.row_number
    }

    /// The headers as they stand, known or not.
    #[must_use]
    pub fn headers(&self) -> &[String] {
        &self.headers
    }

    /// The column of a field, from 0.
    #[must_use]
    pub fn place(&self, field: Field) -> Option<usize> {
        self.places.get(field as usize).copied().flatten()
    }

    /// Whether the sheet has a column for a field.
    #[must_use]
    pub fn has(&self, field: Field) -> bool {
        self.place(field).is_some()
    }

    /// Whether the sheet says in which village each person lives.
    #[must_use]
    pub fn has_village(&self) -> bool {
        self.has(VillageCode) || self.has(Village)
    }

    /// The headers that mean nothing to us; their columns come back in the result sheet.
    pub fn unknown_headers(&self) -> impl Iterator<Item = &str> {
        self.headers
            .iter()
            .enumerate()
            .filter(|(at, header)| !header.is_empty() && !self.places.contains(&Some(*at)))
            .map(|(_, header)| header.as_str())
    }

    /// Reads a row as the header row.
    pub fn of_row(row: &Row) -> Result<Self, SheetRefusal> {
        let columns = Self::placed(row)?;
        if let Some(field) = columns.missing() {
            return Err(SheetRefusal::MissingColumn(field));
        }
        Ok(columns)
    }

    /// How many different fields a row names.
    pub(crate) fn known_headers(row: &Row) -> usize {
        let mut known: Vec<Field> =
            row.iter().take(LOOKED_AT).filter_map(|cell| Field::of_header(cell.text())).collect();
        known.sort_unstable();
        known.dedup();
        known.len()
    }

    fn placed(row: &Row) -> Result<Self, SheetRefusal> {
        let headers: Vec<String> =
            row.iter().take(row.width()).map(|cell| short_header(cell.text())).collect();
        let mut places = [None; HEADERS.len()];
        for (at, header) in headers.iter().enumerate() {
            let Some(field) = Field::of_header(header) else { continue };
            let Some(place) = places.get_mut(field as usize) else { continue };
            if let Some(first) = place.replace(at) {
                let first = headers.get(first).cloned().unwrap_or_default();
                return Err(SheetRefusal::DoubleColumn { field, first, second: header.clone() });
            }
        }
        Ok(Self { row_number: row.number(), headers, places })
    }

    fn missing(&self) -> Option<Field> {
        [Nik, Name]
            .into_iter()
            .find(|field| !self.has(*field))
            .or_else(|| (!self.has(BirthDate) && !self.has(Ttl)).then_some(BirthDate))
    }
}

fn short_header(text: &str) -> String {
    clean(text).chars().take(200).collect()
}

/// The search for the header row: the first that names NIK and name; title rows are passed over.
#[derive(Default)]
pub(crate) struct HeaderSearch {
    nearest: Option<(usize, SheetRefusal)>,
}

impl HeaderSearch {
    /// The columns, if this row is the header row.
    pub(crate) fn look_at(&mut self, row: &Row) -> Result<Option<Columns>, SheetRefusal> {
        let known = Columns::known_headers(row);
        if known < 2 {
            return Ok(None);
        }
        let names = |field| row.iter().any(|cell| Field::of_header(cell.text()) == Some(field));
        if names(Nik) && names(Name) {
            return Columns::of_row(row).map(Some);
        }
        let nearer = self.nearest.as_ref().is_none_or(|(best, _)| known > *best);
        if let (3.., true, Err(refusal)) = (known, nearer, Columns::of_row(row)) {
            self.nearest = Some((known, refusal));
        }
        Ok(None)
    }

    /// Why there is no header: the nearest row's fault, or none came near.
    pub(crate) fn refusal(self, searched: usize) -> SheetRefusal {
        self.nearest.map_or(SheetRefusal::NoHeader { searched }, |(_, refusal)| refusal)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn columns(headers: &[&str]) -> Result<Columns, SheetRefusal> {
        Columns::of_row(&Row::from_texts(1, headers.iter().copied()))
    }

    #[test]
    fn a_header_means_one_field_only() {
        let mut all: Vec<String> =
            HEADERS.iter().flat_map(|(_, names)| names.iter().map(|name| letters(name))).collect();
        let n = all.len();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), n);
        assert!(HEADERS.iter().enumerate().all(|(at, (field, _))| *field as usize == at));
    }

    #[test]
    fn headers_of_the_known_forms_are_known() {
        let agent = ["NO", "NIK", "NAMA LENGKAP", "NO KK", "TTL", "JENIS KELAMIN", "NO HP"];
        let found = columns(&agent).unwrap();
        assert_eq!(found.place(Ttl), Some(4));
        assert_eq!(found.unknown_headers().collect::<Vec<_>>(), ["NO"]);
        assert_eq!(Field::of_header("No. HP / WA"), Some(Phone));
        assert_eq!(Field::of_header("NIK (16 digit)*"), Some(Nik));
        assert_eq!(Field::of_header("Jenis Kelamin (L/P)"), Some(Sex));
        assert_eq!(Field::of_header("kode_kelurahan"), Some(VillageCode));
        assert_eq!(Field::of_header("NAMA USAHA"), None);
    }

    #[test]
    fn a_missing_or_doubled_column_is_named() {
        assert_eq!(columns(&["nik", "nama"]).unwrap_err(), SheetRefusal::MissingColumn(BirthDate));
        let refusal = columns(&["nik", "nama", "Nama Lengkap", "ttl"]).unwrap_err();
        assert_eq!(refusal.code(), "DOUBLE_COLUMN");
        assert!(refusal.to_string().contains("“Nama Lengkap”"));
    }
}
