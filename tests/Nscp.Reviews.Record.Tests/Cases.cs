using Nscp.Reviews.Domain.Clocks;
using Nscp.Reviews.Domain.Milestones;
using Nscp.Reviews.Domain.Organisations;
using Nscp.Reviews.Domain.Words;

namespace Nscp.Reviews.Record.Tests;

/// <summary>Small cases of partnerships of their own, recorded on Monday 13 May 2024.</summary>
static class Cases
{
    internal static Instant Now { get; } = Instant.FromUtc(2024, 5, 13, 11, 0, 0) + Duration.FromNanoseconds(123_456_000);

    internal static IClock Clock { get; } = new Standing();

    internal static World World { get; } = new(OrganisationRegister.Shipped, Calendars.Shipped, ClockPolicies.Shipped, OrganisationCode.Parse("NSCP"));

    static readonly LocalDate Day = new(2024, 5, 13);
    static int _partnerships;

    /// <summary>A partnership that nobody else in the database is.</summary>
    internal static string NewTenant() => $"T{Interlocked.Increment(ref _partnerships):00000}";

    internal static CaseEvent Reported(string reference) => ((CaseEvent.IncidentReported)Sample("incident_reported")) with { Reference = CaseReference.Parse(reference) };

    internal static CaseEvent Agreed(string action) => new CaseEvent.ImmediateActionAgreed(new ProtectedText(action), OrganisationCode.Parse("NCC"));

    /// <summary>The approved sample of an event of the catalogue.</summary>
    internal static CaseEvent Sample(string name) => EventCatalogue.FromJson(name, File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Samples", $"{name}.v1.json")));

    internal static CommandKey Key(string key) => new("u-1", "POST /cases", key);

    internal static CommandRecord Command(CaseSession session, CommandKey key, int facts, string digest = "d") =>
        new(key.Id, digest, session.Stream, session.Read.Version + 1, session.Read.Version + facts, Now);

    internal static Envelope Envelope(long version) => new(
        Guid.CreateVersion7(), version, new Recorder("u-1", "Dana Marsh", "development-manager", OrganisationCode.Parse("NSCP")), new Actor(OrganisationCode.Parse("NSCP")),
        Day, Day, Now, 1, "c-1", null, null, []);

    internal static ToSave Saving(CaseSession session, string tenant, CommandRecord? command, params CaseEvent[] facts) =>
        Saving(session, tenant, command, [.. facts.Select((fact, i) => new Entry(Envelope(session.Read.Version + 1 + i), fact))]);

    internal static ToSave Saving(CaseSession session, string tenant, CommandRecord? command, IReadOnlyList<Entry> entries)
    {
        var before = CaseStream.History(session.Read.Events);
        var documents = DocumentChanges.Between(Documents.OfCase(tenant, session.Stream, before, World), Documents.OfCase(tenant, session.Stream, before.With(entries), World));
        return new ToSave(typeof(Case), [.. entries.Select(CaseStream.ToRecord)], documents, command);
    }

    /// <summary>A case that stands.</summary>
    internal static async Task<Guid> OpenAsync(this RecordDatabase database, string tenant, string reference = "24-1", params CaseEvent[] more)
    {
        await using var session = await database.Sessions.OpenAsync(tenant, ByReference(reference), null, RecordDatabase.Ct);
        (await session.SaveAsync(Saving(session, tenant, null, [Reported(reference), .. more]), RecordDatabase.Ct)).ShouldBe(SaveOutcome.Saved);
        return session.Stream;
    }

    internal static StreamAddress ByReference(string reference) => new StreamAddress.ByReference(CaseReference.Parse(reference));

    sealed class Standing : IClock
    {
        public Instant GetCurrentInstant() => Now;
    }
}
