//! The campaign of the founding stories: its seasons, their events, and what nobody wrote down.
//!
//! Only what the stories say is here, each with its story as the source: no figure, no person. An end
//! of a season the stories do not name is the end of its year; a venue they do not name is said so.

use super::build::Ground;
use access::{Command, CommandHeader, Office, carry_out};
use anyhow::anyhow;
use db::Uuid;
use outreach::campaign::{
    close::CloseEvent,
    definition::NewCampaign,
    pipeline::{NameChampion, PutStanding},
    place::read_places,
    plan::{Between, EventForm, PartnerForm, PlanEvent},
    season::NewSeason,
    words::STAGES,
};
use terms::{Date, ids::CommandId};

/// The nine villages of story 002, as it writes them.
const KLATEN: &str = "Jombor (Ceper); Pesu (Wedi); Jimbung (Kalikotes); Gemblegan (Kalikotes); \
    Sumyang (Jogonalan); Kemudo (Prambanan); Wunut (Tulung); Paseban (Bayat); Gatak (Delanggu)";
const ECOSYSTEM: [&str; 4] = ["VILLAGE_OFFICIAL", "ARMY_LIAISON", "POLICE_LIAISON", "AGENT"];
const NO_VENUE: &str = "tempat tidak disebut dalam berita";

/// Writes them down.
pub(super) async fn make(ground: &Ground) -> anyhow::Result<()> {
    let office = ground.office(ground.now);
    let mut desk = Desk { office: &office, n: 0 };
    let campaign = NewCampaign {
        code: "KKBC".into(),
        name: "Kerja Keras Bebas Cemas".into(),
        aliases: vec!["Kerja Cepat Bebas Cemas".into(), "KKBC Masuk Desa".into()],
        goal: "Meningkatkan cakupan pekerja informal di desa".into(),
        national: true,
        area: None,
        launched_on: Some(day(2023, 7, 6)),
        source: Some("cerita 000, 001, 002".into()),
    };
    let campaign = desk.done(&campaign).await?;
    desk.banyumas(campaign).await?;
    desk.klaten(campaign).await?;
    desk.palu().await?;
    desk.gatak().await
}

const fn day(year: i16, month: i8, day: i8) -> Date {
    jiff::civil::date(year, month, day)
}

/// Whoever writes it down, command by command.
struct Desk<'a> {
    office: &'a Office,
    n: u64,
}

impl Desk<'_> {
    async fn done<C: Command>(&mut self, command: &C) -> anyhow::Result<C::Answer>
    where
        C::Refusal: std::fmt::Display,
    {
        self.n += 1;
        let id = self.office.outside.id(Uuid::nil(), "demo campaign", self.n);
        let header = CommandHeader::new(CommandId(id), C::NAME.as_bytes());
        carry_out(self.office, &header, command).await.map_err(|error| anyhow!("{error}"))
    }

    async fn season(
        &mut self,
        campaign: Uuid,
        (name, area, tagged): (&str, &str, &[&str]),
        (from_on, to_on): (Date, Date),
        source: &str,
    ) -> anyhow::Result<Uuid> {
        let season = NewSeason {
            campaign: Some(campaign),
            campaign_said: None,
            name: name.into(),
            area: area.into(),
            tagged: tagged.iter().map(|&area| area.into()).collect(),
            from_on,
            to_on,
            goal: "Merangkul peserta baru dari desa".into(),
            goal_members: None,
            source: Some(source.into()),
        };
        Ok(self.done(&season).await?.0)
    }

    /// An event that was held and of which the story says no number.
    async fn held(&mut self, season: Uuid, form: EventForm) -> anyhow::Result<()> {
        let event = self.done(&PlanEvent { season, form }).await?;
        let not_recorded = STAGES.iter().map(|stage| stage.code.to_owned()).collect();
        let close = CloseEvent { event, not_recorded, ..CloseEvent::default() };
        self.done(&close).await.map(|_| ())
    }

    async fn banyumas(&mut self, campaign: Uuid) -> anyhow::Result<()> {
        let of = ("Banyumas 2023", "33.02", &[GUMELAR, CILONGOK][..]);
        let year = (day(2023, 7, 20), day(2023, 12, 31));
        let season = self.season(campaign, of, year, "cerita 000").await?;
        let gumelar = EventForm {
            name: "KKBC Masuk Desa di Gumelar".into(),
            area: GUMELAR.into(),
            on: Some("2023-07-20".into()),
            launch: Some("branch".into()),
            venue: NO_VENUE.into(),
            source: Some("cerita 000".into()),
            ..EventForm::default()
        };
        self.held(season, gumelar).await?;
        let cilongok = EventForm {
            name: "KKBC Masuk Desa di Cilongok".into(),
            area: CILONGOK.into(),
            on: Some("Jumat (11/8)".into()),
            published_on: Some(day(2023, 8, 13)),
            venue: "Pendopo Kecamatan Cilongok".into(),
            activities: vec!["OUTREACH_TALK".into(), "MASS_EXERCISE".into()],
            source: Some("cerita 000".into()),
            ..EventForm::default()
        };
        self.held(season, cilongok).await?;
        let year = (day(2024, 1, 1), day(2024, 12, 31));
        let season = self.season(campaign, ("Banyumas 2024", "33.02", &[]), year, "cerita 003");
        let season = season.await?;
        let council = EventForm {
            name: "Sosialisasi jaminan sosial bagi BPD, RT/RW, dan LKD".into(),
            area: "33.02".into(),
            on: Some("2024-04-24".into()),
            weekday: Some("Rabu".into()),
            venue: NO_VENUE.into(),
            activities: vec!["OUTREACH_TALK".into()],
            groups: ["bpd", "rt", "rw", "lkd"].map(str::to_owned).to_vec(),
            source: Some("cerita 003".into()),
            ..EventForm::default()
        };
        self.held(season, council).await
    }

    async fn klaten(&mut self, campaign: Uuid) -> anyhow::Result<()> {
        let klaten = "33.10".parse().map_err(|_| anyhow!("the code of Klaten"))?;
        let days = (day(2023, 7, 6), day(2023, 10, 19));
        let of = ("Klaten 2023", "33.10", &[][..]);
        let season = self.season(campaign, of, days, "cerita 002").await?;
        let places = read_places(KLATEN, Some(&klaten)).map_err(|error| anyhow!("{error}"))?;
        for place in places {
            let code = place.code.ok_or_else(|| anyhow!("{} is unresolved", place.written))?;
            let partner =
                |role: &&str| PartnerForm { role: (**role).into(), invited: true, note: None };
            let village = EventForm {
                name: format!("KKBC Masuk Desa di {}", place.written),
                area: code.to_string(),
                between: Some(Between { from: days.0, to: days.1, weekday: None }),
                venue: NO_VENUE.into(),
                activities: vec!["OUTREACH_TALK".into()],
                partners: ECOSYSTEM.iter().map(partner).collect(),
                source: Some("cerita 002".into()),
                ..EventForm::default()
            };
            self.held(season, village).await?;
        }
        Ok(())
    }

    /// The story miscalls the campaign; the season is the campaign's all the same.
    async fn palu(&mut self) -> anyhow::Result<()> {
        let season = NewSeason {
            campaign: None,
            campaign_said: Some("kerja cepat bebas cemas".into()),
            name: "Palu 2023".into(),
            area: "72".into(),
            tagged: Vec::new(),
            from_on: day(2023, 9, 1),
            to_on: day(2023, 12, 31),
            goal: "Perlindungan pekerja di pedesaan Sulawesi Tengah".into(),
            goal_members: None,
            source: Some("cerita 001".into()),
        };
        self.done(&season).await.map(|_| ())
    }

    /// Gatak: its head welcomes the campaign, two groups are enrolled, two are planned, two trades wait.
    async fn gatak(&mut self) -> anyhow::Result<()> {
        let head = NameChampion {
            village: super::story::GATAK.into(),
            role: "village_head".into(),
            name: None,
            phone: None,
            source: Some("cerita 002".into()),
        };
        self.done(&head).await?;
        let groups = [
            ("village_official", "ENROLLED"),
            ("bpd", "ENROLLED"),
            ("rt", "PLANNED"),
            ("rw", "PLANNED"),
        ];
        for (code, status) in groups {
            self.stands(Some(code), None, status).await?;
        }
        for code in ["petani-padi", "pedagang-pasar"] {
            self.stands(None, Some(code), "OPEN").await?;
        }
        Ok(())
    }

    async fn stands(
        &mut self,
        group: Option<&str>,
        occupation: Option<&str>,
        status: &str,
    ) -> anyhow::Result<()> {
        let standing = PutStanding {
            village: super::story::GATAK.into(),
            group: group.map(str::to_owned),
            occupation: occupation.map(str::to_owned),
            status: status.into(),
            due_on: None,
            n: None,
            n_not_recorded: status == "ENROLLED",
            owner: None,
            note: None,
            source: Some("cerita 002".into()),
        };
        self.done(&standing).await
    }
}

/// The district of Gumelar.
const GUMELAR: &str = "33.02.15";
/// The district of Cilongok.
const CILONGOK: &str = "33.02.17";
