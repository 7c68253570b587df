namespace Nscp.Reviews.Domain.Events;

/// <summary>The facts of a partnership itself, which belong to no case. Like those of a case they are a contract.</summary>
public abstract record PartnershipEvent
{
    PartnershipEvent()
    {
    }

    /// <summary>Children Act 2004 s16G(7). It happened on the day of publication; both days of the period are in it.</summary>
    public sealed record YearlyReportPublished(LocalDate CoversFrom, LocalDate CoversTo, ShortText Where) : PartnershipEvent;
}

/// <summary>One entry of a partnership's history.</summary>
public sealed record PartnershipEntry(Envelope Envelope, PartnershipEvent Fact);

/// <summary>The stored names of a partnership's events: a contract, never derived from a type's name.</summary>
public static class PartnershipCatalogue
{
    public static FactNames<PartnershipEvent> Facts { get; } = new(new Dictionary<string, Type> { ["yearly_report_published"] = typeof(PartnershipEvent.YearlyReportPublished) });
}
