//! A planned event as it is written, and everything that must fit before it is one.

use crate::campaign::{
    refusal::{CampaignRefusal, field, note, text, unknown_word},
    said::{fits_weekday, said_day, weekday, weekday_names},
    scope,
    words::{ACTIVITIES, CHANNELS, PARTNERS, Word, codes, find},
};
use db::Uuid;
use jiff::{ToSpan, civil::Weekday};
use serde::{Deserialize, Serialize};
use terms::{AreaCode, AreaLevel, Date, ids::UserId, written};

/// A planned event, as it is written.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct EventForm {
    /// What it is called.
    pub name: String,
    /// A district or a village; a regency where nobody knows better.
    pub area: String,
    /// Down to the neighbourhood.
    pub rt: Option<String>,
    /// And the hamlet.
    pub rw: Option<String>,
    /// The day, also as a paper writes it: *Jumat (11/8)*.
    pub on: Option<String>,
    /// The day the paper came out, where `on` has no year.
    pub published_on: Option<Date>,
    /// The day of the week, if it was said apart.
    pub weekday: Option<String>,
    /// Days between which it is, while nobody knows better.
    pub between: Option<Between>,
    /// From, `19:00`.
    pub starts: Option<String>,
    /// To, `21:30`.
    pub ends: Option<String>,
    /// Where exactly.
    pub venue: String,
    /// How people are reached; `HALL_EVENT` when absent.
    pub channel: Option<String>,
    /// It opens a campaign: `national` or `branch`.
    pub launch: Option<String>,
    /// What happens there.
    pub activities: Vec<String>,
    /// For which groups.
    pub groups: Vec<String>,
    /// For which occupations.
    pub occupations: Vec<String>,
    /// Who is invited to help.
    pub partners: Vec<PartnerForm>,
    /// By which agreement.
    pub agreement: Option<Uuid>,
    /// What is taken along.
    pub material: Option<String>,
    /// What it may cost, in rupiah.
    pub cost_planned: Option<i64>,
    /// The team that goes.
    pub team: Option<String>,
    /// Who follows it up; whoever plans it when absent.
    pub owner: Option<UserId>,
    /// Who attests the work of those who enrol there.
    pub attestation: Option<String>,
    /// Where this was read.
    pub source: Option<String>,
}

/// Two days and perhaps a weekday: an event of which no more is known.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Between {
    /// Not before.
    pub from: Date,
    /// Not after.
    pub to: Date,
    /// On this day of the week.
    #[serde(default)]
    pub weekday: Option<String>,
}

/// A partner by role.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct PartnerForm {
    /// The role.
    pub role: String,
    /// Was asked to come.
    #[serde(default = "yes")]
    pub invited: bool,
    /// Which one, without a person's name.
    #[serde(default)]
    pub note: Option<String>,
}

const fn yes() -> bool {
    true
}

/// When it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct When {
    pub(super) on: Option<Date>,
    pub(super) between: Option<(Date, Date)>,
    pub(super) weekday: Option<Weekday>,
    pub(super) said: String,
    pub(super) inferred: bool,
    pub(super) starts: Option<i64>,
    pub(super) ends: Option<i64>,
}

impl When {
    /// The day it is listed by.
    pub(super) fn sort_on(&self) -> Date {
        let first = self.between.map(|(from, _)| from);
        self.on.or(first).unwrap_or(Date::constant(9999, 12, 31))
    }

    /// The month so many days later, by its first day.
    pub(super) fn month_after(&self, days: i32) -> Option<Date> {
        let later = self.on?.checked_add(i64::from(days).days()).ok()?;
        Some(later.first_of_month())
    }
}

/// A form that fits.
#[derive(Clone, Debug)]
pub(super) struct Fits {
    pub(super) name: String,
    pub(super) area: AreaCode,
    pub(super) rt: Option<String>,
    pub(super) rw: Option<String>,
    pub(super) when: When,
    pub(super) venue: String,
    pub(super) channel: &'static str,
    pub(super) launch: String,
    pub(super) activities: Vec<&'static str>,
    pub(super) targets: Vec<(&'static str, String)>,
    pub(super) partners: Vec<(&'static str, bool, String)>,
    pub(super) material: String,
    pub(super) cost_planned: Option<i64>,
    pub(super) team: Option<String>,
    pub(super) attestation: String,
    pub(super) source: String,
}

const LEVELS: [AreaLevel; 3] = [AreaLevel::Regency, AreaLevel::District, AreaLevel::Village];

impl EventForm {
    /// Checks everything that needs no database.
    pub(super) fn check(&self) -> Result<Fits, CampaignRefusal> {
        Ok(Fits {
            name: text("name", &self.name, 120)?,
            area: scope::area("area", &self.area, &LEVELS)?,
            rt: unit("rt", self.rt.as_deref())?,
            rw: unit("rw", self.rw.as_deref())?,
            when: self.when()?,
            venue: self.venue()?,
            channel: one("channel", CHANNELS, self.channel.as_deref().unwrap_or("HALL_EVENT"))?,
            launch: self.launch()?,
            activities: several("activities", ACTIVITIES, &self.activities)?,
            targets: self.targets()?,
            partners: self.partners()?,
            material: note("material", self.material.as_deref(), 500)?,
            cost_planned: rupiah("cost_planned", self.cost_planned)?,
            team: Some(note("team", self.team.as_deref(), 60)?).filter(|team| !team.is_empty()),
            attestation: note("attestation", self.attestation.as_deref(), 300)?,
            source: note("source", self.source.as_deref(), 300)?,
        })
    }

    fn venue(&self) -> Result<String, CampaignRefusal> {
        if self.venue.trim().is_empty() {
            return Err(field(
                "VENUE_MISSING",
                "venue",
                "Tempat belum ditulis; kegiatan tidak dapat direncanakan tanpa tempat, misalnya Pendopo Kecamatan",
                "the venue is missing; an event cannot be planned without one, for example the hall of the district",
            ));
        }
        text("venue", &self.venue, 120)
    }

    fn launch(&self) -> Result<String, CampaignRefusal> {
        let launch = self.launch.as_deref().unwrap_or_default().trim();
        if ["", "national", "branch"].contains(&launch) {
            return Ok(launch.to_owned());
        }
        Err(unknown_word("launch", launch, "national, branch"))
    }

    fn when(&self) -> Result<When, CampaignRefusal> {
        let (starts, ends) =
            (minutes("starts", self.starts.as_deref())?, minutes("ends", self.ends.as_deref())?);
        if let Some(ends) = ends
            && starts.is_none_or(|starts| ends <= starts)
        {
            return Err(field(
                "HOURS",
                "ends",
                "Jam selesai harus sesudah jam mulai",
                "the end must be after the beginning",
            ));
        }
        let said_weekday = |said: Option<&str>, name: &'static str| match said {
            None => Ok(None),
            Some(said) => weekday(said).map(Some).ok_or_else(|| {
                unknown_word(name, said, "Senin, Selasa, Rabu, Kamis, Jumat, Sabtu, Minggu")
            }),
        };
        let empty = |said: String| When {
            on: None,
            between: None,
            weekday: None,
            said,
            inferred: false,
            starts,
            ends,
        };
        match (self.on.as_deref().filter(|on| !on.trim().is_empty()), &self.between) {
            (Some(on), _) => {
                let day = said_day(on, self.published_on)?;
                let weekday = said_weekday(self.weekday.as_deref(), "weekday")?;
                if let Some(weekday) = weekday {
                    fits_weekday("on", day.date, weekday)?;
                }
                let said: String = on.trim().chars().take(60).collect();
                Ok(When { on: Some(day.date), inferred: day.inferred, weekday, ..empty(said) })
            }
            (None, Some(between)) => {
                let weekday = said_weekday(between.weekday.as_deref(), "between.weekday")?;
                occurs(between, weekday)?;
                let said = weekday.map_or("", |day| weekday_names(day).0).to_owned();
                Ok(When { between: Some((between.from, between.to)), weekday, ..empty(said) })
            }
            (None, None) => Err(field(
                "DAY_MISSING",
                "on",
                "Hari belum ditulis; tulis tanggalnya, atau dua tanggal di antara mana kegiatan itu",
                "the day is missing; write it, or two days between which it is",
            )),
        }
    }

    fn targets(&self) -> Result<Vec<(&'static str, String)>, CampaignRefusal> {
        let mut targets = Vec::new();
        for said in &self.groups {
            let group = registry::group(said)
                .map_err(|_| unknown_word("groups", said, "/api/v1/groups"))?;
            targets.push(("group", group.code.to_owned()));
        }
        for said in &self.occupations {
            let known = registry::occupation(said.trim())
                .ok_or_else(|| unknown_word("occupations", said, "/api/v1/occupations"))?;
            targets.push(("occupation", known.id.clone()));
        }
        targets.sort();
        targets.dedup();
        Ok(targets)
    }

    fn partners(&self) -> Result<Vec<(&'static str, bool, String)>, CampaignRefusal> {
        let mut partners: Vec<(&'static str, bool, String)> = Vec::new();
        for (said, n) in self.partners.iter().zip(0..) {
            let role = find(PARTNERS, &said.role)
                .ok_or_else(|| unknown_word("partners", &said.role, &codes(PARTNERS)))?;
            if partners.iter().any(|(known, ..)| *known == role.code) {
                return Err(field(
                    "PARTNER_TWICE",
                    format!("partners[{n}].role"),
                    format!(
                        "Mitra {} sudah ada dalam daftar ini; hapus yang kedua, atau gabungkan catatannya",
                        role.id
                    ),
                    format!(
                        "the partner “{}” is in this list already; leave the second one out, or put both into one note",
                        role.en
                    ),
                ));
            }
            partners.push((role.code, said.invited, note("partners", said.note.as_deref(), 200)?));
        }
        Ok(partners)
    }
}

/// A weekday must occur between the days.
fn occurs(between: &Between, weekday: Option<Weekday>) -> Result<(), CampaignRefusal> {
    let Between { from, to, .. } = between;
    if to < from {
        return Err(field(
            "DAYS",
            "between.to",
            "Hari terakhir harus sesudah hari pertama",
            "the last day must not be before the first",
        ));
    }
    let Some(weekday) = weekday else { return Ok(()) };
    let there = from.series(1.day()).take(7).take_while(|day| day <= to);
    if there.map(Date::weekday).any(|day| day == weekday) {
        return Ok(());
    }
    let (id, en) = weekday_names(weekday);
    let [[from_id, from_en], [to_id, to_en]] = [*from, *to].map(written::day);
    Err(field(
        "WEEKDAY_MISMATCH",
        "between.weekday",
        format!(
            "Tidak ada hari {id} antara {from_id} dan {to_id}; periksa kedua tanggal atau nama harinya"
        ),
        format!("there is no {en} between {from_en} and {to_en}; check the days or the weekday"),
    ))
}

fn one(
    name: &'static str,
    list: &'static [Word],
    said: &str,
) -> Result<&'static str, CampaignRefusal> {
    find(list, said).map(|word| word.code).ok_or_else(|| unknown_word(name, said, &codes(list)))
}

fn several(
    name: &'static str,
    list: &'static [Word],
    said: &[String],
) -> Result<Vec<&'static str>, CampaignRefusal> {
    let mut known: Vec<&'static str> =
        said.iter().map(|said| one(name, list, said)).collect::<Result<_, _>>()?;
    known.sort_unstable();
    known.dedup();
    Ok(known)
}

/// RT and RW are numbers of up to three digits.
fn unit(name: &'static str, said: Option<&str>) -> Result<Option<String>, CampaignRefusal> {
    let Some(said) = said.map(str::trim).filter(|said| !said.is_empty()) else { return Ok(None) };
    if said.len() <= 3 && said.bytes().all(|byte| byte.is_ascii_digit()) {
        return Ok(Some(format!("{said:0>3}")));
    }
    Err(field(
        "UNIT",
        name,
        format!("{name}: tulis angka 1 sampai 999, misalnya 003"),
        format!("{name}: write a number from 1 to 999, for example 003"),
    ))
}

/// `19:00` or `19.00` as minutes of the day.
fn minutes(name: &'static str, said: Option<&str>) -> Result<Option<i64>, CampaignRefusal> {
    let Some(said) = said.map(str::trim).filter(|said| !said.is_empty()) else { return Ok(None) };
    let parts = said.split_once([':', '.']);
    let read = parts.and_then(|(hour, minute)| {
        let (hour, minute) = (hour.parse::<i64>().ok()?, minute.parse::<i64>().ok()?);
        ((0..24).contains(&hour) && (0..60).contains(&minute)).then_some(hour * 60 + minute)
    });
    match read {
        Some(minutes) => Ok(Some(minutes)),
        None => Err(field(
            "HOURS",
            name,
            format!("{name}: tulis jam seperti 19:00"),
            format!("{name}: write the hour like 19:00"),
        )),
    }
}

pub(crate) fn rupiah(
    name: &'static str,
    said: Option<i64>,
) -> Result<Option<i64>, CampaignRefusal> {
    match said {
        Some(n) if !(0..=100_000_000_000).contains(&n) => Err(field(
            "AMOUNT",
            name,
            format!("{name}: isi rupiah bulat, nol atau lebih"),
            format!("{name}: write whole rupiah, zero or more"),
        )),
        other => Ok(other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form() -> EventForm {
        EventForm {
            name: "KKBC Cilongok".into(),
            area: "33.02.17".into(),
            on: Some("Jumat (11/8)".into()),
            published_on: Some("2023-08-13".parse().unwrap()),
            venue: "Pendopo Kecamatan Cilongok".into(),
            activities: vec!["mass_exercise".into(), "OUTREACH_TALK".into()],
            ..EventForm::default()
        }
    }

    fn code(form: &EventForm) -> &'static str {
        form.check().unwrap_err().code().unwrap()
    }

    #[test]
    fn an_event_of_a_report_fits() {
        let fits = form().check().unwrap();
        assert_eq!(fits.when.on.unwrap().to_string(), "2023-08-11");
        assert!(fits.when.inferred);
        assert_eq!(fits.activities, ["MASS_EXERCISE", "OUTREACH_TALK"]);
        assert_eq!(fits.when.month_after(30).unwrap().to_string(), "2023-09-01");
        assert_eq!(fits.when.month_after(90).unwrap().to_string(), "2023-11-01");
    }

    #[test]
    fn what_does_not_fit_is_named() {
        let of = |change: &dyn Fn(&mut EventForm)| {
            let mut form = form();
            change(&mut form);
            code(&form)
        };
        assert_eq!(of(&|it| it.venue = " ".into()), "VENUE_MISSING");
        assert_eq!(of(&|it| it.on = None), "DAY_MISSING");
        assert_eq!(of(&|it| it.weekday = Some("Sabtu".into())), "WEEKDAY_MISMATCH");
        assert_eq!(of(&|it| it.area = "91.04".into()), "AREA_RETIRED");
        assert_eq!(of(&|it| it.area = "33".into()), "AREA_LEVEL");
        assert_eq!(of(&|it| it.activities = vec!["DANCE".into()]), "UNKNOWN_WORD");
        assert_eq!(of(&|it| it.starts = Some("25:00".into())), "HOURS");
        assert_eq!(of(&|it| it.rt = Some("3a".into())), "UNIT");
        let partner = |role: &str| PartnerForm { role: role.into(), invited: true, note: None };
        let twice = vec![partner("AGENT"), partner("agent")];
        assert_eq!(of(&|it| it.partners = twice.clone()), "PARTNER_TWICE");
    }

    #[test]
    fn a_range_with_a_weekday_has_no_day() {
        let between = |from: &str, to: &str| EventForm {
            on: None,
            between: Some(Between {
                from: from.parse().unwrap(),
                to: to.parse().unwrap(),
                weekday: Some("Sabtu".into()),
            }),
            ..form()
        };
        let fits = between("2023-09-01", "2023-12-31").check().unwrap();
        assert_eq!((fits.when.on, fits.when.weekday), (None, Some(Weekday::Saturday)));
        assert_eq!(fits.when.month_after(30), None);
        assert_eq!(code(&between("2023-09-03", "2023-09-06")), "WEEKDAY_MISMATCH");
        assert_eq!(code(&between("2023-09-03", "2023-09-01")), "DAYS");
    }
}
