namespace Nscp.Reviews.Domain.Clocks;

public static partial class CaseClocks
{
    /// <summary>A fact of a given kind with its entry.</summary>
    readonly record struct Told<T>(Entry Entry, T Fact) where T : CaseEvent
    {
        public LocalDate On => Entry.HappenedOn;

        public Moment At => Moment.Of(Entry);

        public long Version => Entry.Envelope.Version;
    }

    /// <summary>The day of a fact, and the calendar revision in force when it was recorded, under which it ends a clock.</summary>
    readonly record struct Moment(LocalDate On, int Revision)
    {
        public static Moment Of(Entry entry) => new(entry.HappenedOn, entry.Envelope.CalendarRevision);

        /// <summary>When both had come about.</summary>
        public static Moment Both(Moment one, Moment other) => new(LocalDate.Max(one.On, other.On), Math.Max(one.Revision, other.Revision));
    }

    /// <summary>The corrected history sorted by kind of fact, each kind in the order of recording, and the start of a clock from it.</summary>
    sealed class Facts(IReadOnlyList<Entry> entries, World world)
    {
        readonly ILookup<Type, Entry> byKind = entries.ToLookup(entry => entry.Fact.GetType());

        public IReadOnlyList<Entry> Entries => entries;

        public World World => world;

        public IEnumerable<Told<T>> All<T>() where T : CaseEvent => byKind[typeof(T)].Select(entry => new Told<T>(entry, (T)entry.Fact));

        /// <summary>In the order of the days on which they happened, then of recording.</summary>
        public IEnumerable<Told<T>> ByDay<T>() where T : CaseEvent => All<T>().OrderBy(told => told.On);

        public Told<T>? Last<T>() where T : CaseEvent => byKind[typeof(T)].LastOrDefault() is { } entry ? new(entry, (T)entry.Fact) : null;

        public ClockDefinition? Definition(string clock, LocalDate day) => world.Policies.For(clock, world.Partnership.ToString(), day);

        /// <summary>A clock from the day, by the policy then in force; null before any policy set it.</summary>
        public CaseClock? Start(string clock, LocalDate day, Entry by, int? n = null, LocalDate? given = null, OrganisationCode? owner = null, string? belongsTo = null) =>
            Definition(clock, day) is { } definition ? Start(definition, day, by, n, given, owner, belongsTo) : null;

        public CaseClock Start(ClockDefinition definition, LocalDate day, Entry by, int? n = null, LocalDate? given = null, OrganisationCode? owner = null, string? belongsTo = null)
        {
            var allowance = definition.Allowance switch
            {
                ClockAllowance.Fixed { Allowance: var fixedOne } => fixedOne,
                ClockAllowance.SetWithStart { Unit: var unit } when n is { } set => new Allowance(set, unit),
                _ => (Allowance?)null,
            };
            return new CaseClock
            {
                Id = definition.ClockId, Definition = definition, Calendar = world.Calendar, StartsOn = day, StartedBy = by.Envelope.Id, Anchor = by.Envelope, Allowance = allowance, Given = given,
                Owner = owner ?? (definition.OwedBy is "partnership" or "safeguarding partners" ? world.Partnership : null), BelongsTo = belongsTo,
            };
        }

        /// <summary>One that has not started, by the policy of the day on which it could first have; null before any policy set it.</summary>
        public CaseClock? NotStarted(string clock, LocalDate day, Entry anchor) =>
            Definition(clock, day) is { } definition ? new CaseClock { Id = clock, Definition = definition, Calendar = world.Calendar, Anchor = anchor.Envelope } : null;

        /// <summary>The area's own authority on the day: the district's, or for an incident elsewhere the one that all our districts have.</summary>
        public OrganisationCode? OwnAuthority(District? district, LocalDate day)
        {
            var register = world.Organisations;
            var places = Places(district);
            var authorities = places.Select(place => register.StatutoryPartners(place, day).LocalAuthority).Distinct().ToList();
            return authorities.Count == 1 ? authorities[0] : null;
        }

        public IReadOnlyList<District> Places(District? district) =>
            district is { } known && world.Organisations.Find(known) is not null ? [known] : [.. world.Organisations.Districts.Select(d => d.Code)];
    }

    static CaseClock AnchoredTo(this CaseClock clock, Entry anchor) => clock with { Anchor = anchor.Envelope };

    static CaseClock Met(this CaseClock clock, Moment? at) => at is { } met ? clock with { MetOn = met.On, EndedUnder = met.Revision } : clock;

    /// <summary>Ended without being met: a clock that was met by that day stays met.</summary>
    static CaseClock Cancelled(this CaseClock clock, Moment at, string because) =>
        clock.MetOn <= at.On ? clock : clock with { MetOn = null, CancelledOn = at.On, EndedUnder = at.Revision, Because = because };

    static CaseClock Missed(this CaseClock clock, Moment at, string because) => clock with { MissedOn = at.On, EndedUnder = at.Revision, Because = because };
}
