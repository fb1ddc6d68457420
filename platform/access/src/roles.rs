//! Which role may do what: one table, read by everyone.

use terms::AreaCode;

macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $word:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        pub enum $name { $($(#[$vdoc])* $variant),+ }
        impl $name {
            /// Every value.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];
            /// The stored word.
            #[must_use]
            pub const fn word(self) -> &'static str { match self { $(Self::$variant => $word),+ } }
            /// Reads the stored word.
            #[must_use]
            pub fn from_word(word: &str) -> Option<Self> { Self::ALL.iter().copied().find(|it| it.word() == word) }
        }
    };
}

words! {
    /// What someone is at the office.
    Role {
        /// An insured person, about themself.
        Worker = "worker",
        /// Enrolment agent (*Perisai*).
        Agent = "agent",
        /// Clerk of a village office.
        VillageClerk = "village_clerk",
        /// Official of a regency or province.
        RegencyOfficial = "regency_official",
        /// Staff of a branch.
        BranchStaff = "branch_staff",
        /// Decides claims.
        Adjudicator = "adjudicator",
        /// The second pair of eyes.
        SecondOfficer = "second_officer",
        /// Receives, refunds, closes months.
        Finance = "finance",
        /// Reads figures, not people.
        Analyst = "analyst",
        /// Reads everything, changes nothing.
        Auditor = "auditor",
        /// Makes users and grants roles; touches no money and reads no person.
        Administrator = "administrator",
        /// A bank's or another scheme's machine.
        Integrator = "integrator",
    }
}

words! {
    /// Something that can be done, for an area.
    Duty {
        /// Enrol and correct people, their groups, heirs, consents, attestations.
        Enrol = "enrol",
        /// See a person's record.
        ReadPeople = "read_people",
        /// See and open a person's identity number.
        OpenNik = "open_nik",
        /// Merge and unmerge records.
        Merge = "merge",
        /// Open payment codes.
        OpenCode = "open_code",
        /// Report a payment of a channel.
        ReportPayment = "report_payment",
        /// Own held payments: apply, refund, reverse.
        ResolvePayment = "resolve_payment",
        /// End or suspend a membership.
        EndMembership = "end_membership",
        /// Hand in a list.
        ImportList = "import_list",
        /// Read the ledger.
        ReadLedger = "read_ledger",
        /// Close a month, turn a month, declare a return.
        CloseMonth = "close_month",
        /// Read coverage and other figures.
        ReadFigures = "read_figures",
        /// Read the audit and run the checks.
        ReadAudit = "read_audit",
        /// See what cash agents hold, and who stays of those they enrolled.
        WatchCustody = "watch_custody",
        /// Plan campaigns, seasons and events, and close them.
        PlanOutreach = "plan_outreach",
        /// Set targets and what they are of; give badges.
        SetTargets = "set_targets",
        /// Contract agents, end contracts, hand portfolios over.
        ManageAgents = "manage_agents",
        /// Make users, grant roles, revoke tokens.
        ManageUsers = "manage_users",
        /// Register phones, suspend and revoke them.
        ManageDevices = "manage_devices",
        /// Look at what phones sent and the office could not decide by itself, and decide.
        ReviewCaptures = "review_captures",
        /// Work that is the system's own: notices due, merging rollups.
        RunJobs = "run_jobs",
    }
}

impl Role {
    /// Whether the role has a duty. Who decides does not pay; who enters does not approve.
    #[must_use]
    pub const fn may(self, duty: Duty) -> bool {
        use Duty as D;
        match self {
            Self::Worker => false,
            Self::Agent => matches!(duty, D::Enrol | D::ReadPeople | D::OpenCode | D::ReadFigures),
            Self::VillageClerk => matches!(
                duty,
                D::Enrol | D::ReadPeople | D::OpenCode | D::ImportList | D::ReadFigures
            ),
            Self::RegencyOfficial => matches!(duty, D::ImportList | D::ReadPeople | D::ReadFigures),
            Self::BranchStaff => matches!(
                duty,
                D::Enrol
                    | D::ReadPeople
                    | D::OpenNik
                    | D::Merge
                    | D::OpenCode
                    | D::ReportPayment
                    | D::EndMembership
                    | D::ImportList
                    | D::ManageDevices
                    | D::ReviewCaptures
                    | D::WatchCustody
                    | D::PlanOutreach
                    | D::SetTargets
                    | D::ManageAgents
                    | D::ReadFigures
            ),
            Self::Adjudicator | Self::SecondOfficer => {
                matches!(duty, D::ReadPeople | D::OpenNik | D::ReadFigures)
            }
            Self::Finance => matches!(
                duty,
                D::ReportPayment
                    | D::ResolvePayment
                    | D::WatchCustody
                    | D::ReadLedger
                    | D::CloseMonth
                    | D::ReadFigures
                    | D::ReadPeople
            ),
            Self::Analyst => matches!(duty, D::ReadFigures),
            Self::Auditor => matches!(
                duty,
                D::ReadAudit
                    | D::ReadLedger
                    | D::ReadFigures
                    | D::ReadPeople
                    | D::OpenNik
                    | D::WatchCustody
            ),
            Self::Administrator => {
                matches!(duty, D::ManageUsers | D::ManageDevices | D::ReadAudit | D::RunJobs)
            }
            Self::Integrator => matches!(duty, D::ReportPayment),
        }
    }
}

/// A role for an area and everything in it; no area is the whole country.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Grant {
    /// The role.
    pub role: Role,
    /// Where; `None` is everywhere.
    pub area: Option<AreaCode>,
}

impl Grant {
    /// Whether it gives a duty in an area.
    #[must_use]
    pub fn gives(&self, duty: Duty, area: &AreaCode) -> bool {
        self.role.may(duty) && self.area.as_ref().is_none_or(|own| own.contains(area))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_decides_does_not_pay_and_who_audits_changes_nothing() {
        assert!(!Role::Adjudicator.may(Duty::ResolvePayment));
        for duty in
            [Duty::Enrol, Duty::ReportPayment, Duty::CloseMonth, Duty::Merge, Duty::ManageUsers]
        {
            assert!(!Role::Auditor.may(duty), "{duty:?}");
        }
        assert!(!Role::Administrator.may(Duty::ReadPeople));
    }

    #[test]
    fn a_clerk_of_one_village_has_no_duty_in_the_next() {
        let grant =
            Grant { role: Role::VillageClerk, area: Some("33.02.15.2006".parse().unwrap()) };
        assert!(grant.gives(Duty::Enrol, &"33.02.15.2006".parse().unwrap()));
        assert!(!grant.gives(Duty::Enrol, &"33.02.15.2007".parse().unwrap()));
        assert!(!grant.gives(Duty::Enrol, &"33.02".parse().unwrap()));
    }
}
