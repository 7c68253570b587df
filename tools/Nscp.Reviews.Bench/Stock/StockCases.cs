using System.Globalization;
using System.Runtime.CompilerServices;
using JasperFx.Events;
using Marten;
using Marten.Events.Aggregation;
using Marten.Events.Projections;
using NodaTime;
using Nscp.Reviews.Domain.Cases;
using Nscp.Reviews.Domain.Events;
using Nscp.Reviews.Domain.Organisations;
using Nscp.Reviews.Domain.Words;
using Nscp.Reviews.Evidence;
using Nscp.Reviews.Projections;

namespace Nscp.Reviews.Bench.Stock;

/// <summary>The aggregate that is fetched for writing: a case's entries, and the hash of the last event.</summary>
public sealed class StockCase
{
    public Guid Id { get; set; }

    internal List<Entry> Entries { get; } = [];

    internal Hash256? Tip { get; set; }
}

public sealed class StockCases : SingleStreamProjection<StockCase, Guid>
{
    public override StockCase Evolve(StockCase? snapshot, Guid id, IEvent e)
    {
        var one = snapshot ?? new StockCase { Id = id };
        one.Entries.Add(EntryOf(e));
        one.Tip = Hash256.Parse(Header(e, "hash"));
        return one;
    }

    internal static Entry EntryOf(IEvent e) => new(
        new Envelope(
            e.Id, e.Version, new Recorder(e.UserName!, Header(e, "recorderName"), Header(e, "recorderRole"), OrganisationCode.Parse(Header(e, "recorderOrganisation"))),
            new Actor(OrganisationCode.Parse(Header(e, "actorOrganisation")), new ShortText(Header(e, "actorRole"))),
            DateOf(e, "happenedOn"), DateOf(e, "knownOn"), Instant.FromDateTimeOffset(e.Timestamp), 1, e.CorrelationId!, e.CausationId, null, []),
        (CaseEvent)e.Data);

    static string Header(IEvent e, string name) => Convert.ToString(e.Headers![name], CultureInfo.InvariantCulture)!;

    internal static LocalDate DateOf(IEvent e, string name) => e.Headers![name] switch
    {
#pragma warning disable RS0030 // Marten's reader of headers takes what looks like a date for a DateTime.
        DateTime date => LocalDate.FromDateTime(date),
#pragma warning restore RS0030
        var text => NodaTime.Text.LocalDatePattern.Iso.Parse(Convert.ToString(text, CultureInfo.InvariantCulture)!).Value,
    };
}

/// <summary>The read models, by the product's own pure function, when an append is saved. The command hands over the histories, so that they are read once.</summary>
sealed class StockDocuments : IProjection
{
    static readonly ConditionalWeakTable<IDocumentOperations, (CaseHistory Before, CaseHistory After)[]> Handed = [];

    public static void Hand(IDocumentSession session, CaseHistory before, CaseHistory after) => Handed.Add(session, [(before, after)]);

    public Task ApplyAsync(IDocumentOperations operations, IReadOnlyList<IEvent> events, CancellationToken cancellation)
    {
        if (!Handed.TryGetValue(operations, out var histories)) throw new InvalidOperationException("The history was not handed over.");
        var ((before, after), tenant, stream) = (histories[0], events[0].TenantId, events[0].StreamId);
        DocumentChanges.Between(Documents.OfCase(tenant, stream, before, Story.World), Documents.OfCase(tenant, stream, after, Story.World)).AddTo(operations);
        return Task.CompletedTask;
    }
}

/// <summary>One small snapshot of each stream.</summary>
public sealed class StockSnapshot
{
    public Guid Id { get; set; }

    public int Events { get; set; }

    public string LastType { get; set; } = "";

    public LocalDate LastOn { get; set; }
}

public sealed class StockSnapshots : SingleStreamProjection<StockSnapshot, Guid>
{
    public override StockSnapshot Evolve(StockSnapshot? snapshot, Guid id, IEvent e)
    {
        var one = snapshot ?? new StockSnapshot { Id = id };
        (one.Events, one.LastType, one.LastOn) = (one.Events + 1, e.EventTypeName, StockCases.DateOf(e, "happenedOn"));
        return one;
    }
}
