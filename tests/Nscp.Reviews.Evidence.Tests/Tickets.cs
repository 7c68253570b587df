using System.Text.Json;
using NodaTime;

namespace Nscp.Reviews.Evidence.Tests;

/// <summary>What is recorded in these tests: tickets and their notes.</summary>
static class Tickets
{
    internal static readonly Instant Morning = Instant.FromUtc(2026, 3, 2, 9, 30);

    internal static NewEvent Opened(string number) => Event("ticket_opened", number);

    internal static NewEvent Noted(string body) => Event("ticket_noted", body);

    static NewEvent Event(string type, string value) =>
        new(Guid.CreateVersion7(), type, JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, string> { ["value"] = value }), Metadata());

    internal static EventMetadata Metadata() => new()
    {
        RecorderId = "u-7",
        RecorderName = "Ann Example",
        RecorderRole = "clerk",
        RecorderOrganisation = "desk",
        ActorOrganisation = "workshop",
        HowKnown = "letter",
        HappenedOn = new LocalDate(2026, 2, 27),
        KnownOn = new LocalDate(2026, 3, 1),
        RecordedAt = Morning,
        CalendarRevision = 1,
        CorrelationId = "c-1",
    };
}
