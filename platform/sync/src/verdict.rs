//! What the office decided about a command: one of five outcomes, for one of a closed list of reasons.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use uuid::Uuid;

macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $word:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
        pub enum $name { $($(#[$vdoc])* #[serde(rename = $word)] $variant),+ }
        impl $name {
            /// Every value.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];
            /// The word on the wire and in the database.
            #[must_use]
            pub const fn word(self) -> &'static str { match self { $(Self::$variant => $word),+ } }
            /// Reads the word.
            #[must_use]
            pub fn from_word(word: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|it| it.word() == word)
            }
        }
    };
}

words! {
    /// The five outcomes.
    Verdict {
        /// Applied.
        Accepted = "accepted",
        /// The person or thing exists and agrees; kept as evidence.
        Already = "already",
        /// A person at the office looks at it.
        NeedsReview = "needs_review",
        /// It cannot be applied as it is; the phone says why.
        Rejected = "rejected",
        /// It waits for another command.
        Held = "held",
    }
}

words! {
    /// Why: the closed list of section 7 of the contract.
    Reason {
        /// A person was enrolled.
        Enrolled = "enrolled",
        /// Enrolled, at the office's price (`args.total`).
        EnrolledPriceDiffers = "enrolled_price_differs",
        /// An event was opened.
        EventOpened = "event_opened",
        /// An event was closed.
        EventClosed = "event_closed",
        /// Who came was counted.
        PresenceCounted = "presence_counted",
        /// Answers to the questions were counted.
        PollCounted = "poll_counted",
        /// A lead was written down.
        LeadNoted = "lead_noted",
        /// Was scanned at this event before.
        CountedBefore = "counted_before",
        /// Cash is in the agent's custody.
        CashReceived = "cash_received",
        /// The agent brought the money.
        CashDeposited = "cash_deposited",
        /// A person at the office accepted or refused it.
        DecidedByOffice = "decided_by_office",
        /// Number, name and birth date agree with a person on record.
        SamePerson = "same_person",
        /// The event is on record.
        EventKnown = "event_known",
        /// The receipt's serial is on record with the same content.
        SerialKnown = "serial_known",
        /// The number is on record with another name.
        NikNameMismatch = "nik_name_mismatch",
        /// The number is on record with another birth date, or says another one.
        NikBirthMismatch = "nik_birth_mismatch",
        /// The number cannot exist.
        NikImpossible = "nik_impossible",
        /// The device was revoked.
        DeviceRevoked = "device_revoked",
        /// The holder's account is disabled.
        HolderDisabled = "holder_disabled",
        /// The signature is not the device's.
        SignatureWrong = "signature_wrong",
        /// No reader for this kind and version.
        UnknownKind = "unknown_kind",
        /// It does not open, or is not what its digest says.
        Unreadable = "unreadable",
        /// The id came before with other bytes.
        IdReused = "id_reused",
        /// The place in the phone's sequence came before with another id.
        SeqReused = "seq_reused",
        /// Our fault.
        Internal = "internal",
        /// What it depends on did not come within five days.
        WaitedTooLong = "waited_too_long",
        /// More cash than the agent may hold.
        OverCustodyLimit = "over_custody_limit",
        /// Outside the holder's area.
        OutOfArea = "out_of_area",
        /// The amounts do not agree.
        AmountDiffers = "amount_differs",
        /// A member already, and something else disagrees.
        AlreadyMember = "already_member",
        /// A field is wrong (`fields`).
        InvalidField = "invalid_field",
        /// Above the age at which one may enter.
        TooOld = "too_old",
        /// Below it.
        TooYoung = "too_young",
        /// No such village.
        UnknownVillage = "unknown_village",
        /// No such occupation.
        UnknownOccupation = "unknown_occupation",
        /// No consent.
        NoConsent = "no_consent",
        /// No attestation of work.
        NoAttestation = "no_attestation",
        /// No such payment code, or not of this range.
        UnknownCode = "unknown_code",
        /// No such receipt.
        UnknownSerial = "unknown_serial",
        /// It waits for `args.ids`.
        WaitsFor = "waits_for",
    }
}

/// What was made or found; ids and amounts that the phone shows.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[expect(missing_docs, reason = "the fields say it")]
pub struct Entities {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub person: Option<Uuid>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub membership: Option<Uuid>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub event: Option<Uuid>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub receipt: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub covered_until: Option<terms::Date>,
}

/// A decision about one command.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judged {
    /// The outcome.
    pub outcome: Verdict,
    /// Why.
    pub code: Reason,
    /// Which fields of the body, dotted (`enrol.nik`).
    pub fields: Vec<String>,
    /// Figures and dates for the sentence; never a name or a number of a person.
    pub args: Map<String, Value>,
    /// What was made or found.
    pub entities: Entities,
    /// Whether what was written while judging stays. Accepted and already keep it; review and refusal
    /// take it back, unless the judge says [`Judged::keeping`] (money parked for a human).
    pub keeps_effect: bool,
    /// Other commands about which this one changes what holds: an earlier capture arrived late. Kept
    /// only with the effect.
    pub others: Vec<(Uuid, Judged)>,
    /// Other commands to be judged again because of this one: a correction whose place in the order of
    /// writing is known only now. Kept only with the effect.
    pub again: Vec<Uuid>,
}

impl Judged {
    fn of(outcome: Verdict, code: Reason) -> Self {
        let keeps_effect = matches!(outcome, Verdict::Accepted | Verdict::Already);
        let (fields, args, entities) = (Vec::new(), Map::new(), Entities::default());
        let (others, again) = (Vec::new(), Vec::new());
        Self { outcome, code, fields, args, entities, keeps_effect, others, again }
    }

    /// Applied.
    #[must_use]
    pub fn accepted(code: Reason) -> Self {
        Self::of(Verdict::Accepted, code)
    }

    /// There already, and it agrees.
    #[must_use]
    pub fn already(code: Reason) -> Self {
        Self::of(Verdict::Already, code)
    }

    /// For a person at the office.
    #[must_use]
    pub fn review(code: Reason) -> Self {
        Self::of(Verdict::NeedsReview, code)
    }

    /// Back to the phone.
    #[must_use]
    pub fn rejected(code: Reason) -> Self {
        Self::of(Verdict::Rejected, code)
    }

    /// Back to the phone, because of these fields.
    #[must_use]
    pub fn invalid(fields: impl IntoIterator<Item = impl Into<String>>) -> Self {
        let fields = fields.into_iter().map(Into::into).collect();
        Self { fields, ..Self::rejected(Reason::InvalidField) }
    }

    /// It waits for these commands.
    #[must_use]
    pub fn held(ids: &[Uuid]) -> Self {
        let ids = ids.iter().map(ToString::to_string).collect::<Vec<_>>();
        Self::of(Verdict::Held, Reason::WaitsFor).arg("ids", ids)
    }

    /// With a figure for the sentence.
    #[must_use]
    pub fn arg(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.args.insert(name.to_owned(), value.into());
        self
    }

    /// With what was made or found.
    #[must_use]
    pub fn entities(mut self, entities: Entities) -> Self {
        self.entities = entities;
        self
    }

    /// With what now holds about another command.
    #[must_use]
    pub fn also(mut self, command: Uuid, judged: Judged) -> Self {
        self.others.push((command, judged));
        self
    }

    /// What was written while judging stays, although a human must look.
    #[must_use]
    pub const fn keeping(mut self) -> Self {
        self.keeps_effect = true;
        self
    }
}
