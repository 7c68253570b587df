namespace Nscp.Reviews.Domain.Events;

/// <summary>The facts of the bank-holiday list, which all partnerships of a deployment share. Like those of a case they are a contract.</summary>
public abstract record CalendarEvent
{
    CalendarEvent()
    {
    }

    /// <summary>A whole list came into force, at the instant at which this was recorded. What it changed follows from the list before it.</summary>
    /// <param name="Revision">1 for the first list, then one more each time.</param>
    /// <param name="Source">Where the list came from.</param>
    /// <param name="Sha256">Of the bytes as they were sent.</param>
    /// <param name="FirstYear">The first year covered whole, inclusive.</param>
    /// <param name="LastYear">The last, inclusive.</param>
    /// <param name="BankHolidays">Of England and Wales, of all those years, in the order of their dates.</param>
    public sealed record RevisionAccepted(
        int Revision, ShortText Source, LocalDate RetrievedOn, Sha256 Sha256, int FirstYear, int LastYear, ListOf<BankHoliday> BankHolidays) : CalendarEvent
    {
        /// <exception cref="FormatException">The digest of the list's bytes is none.</exception>
        public static RevisionAccepted Of(CalendarList list) => new(
            list.Revision, new ShortText(list.Provenance.Source), list.Provenance.RetrievedOn,
            Words.Sha256.TryParse(list.Provenance.Sha256, out var digest) ? digest.Value : throw new FormatException("That is no SHA-256."),
            list.Coverage.First, list.Coverage.Last, ListOf.From(list.Holidays));
    }
}

/// <summary>One entry of the calendar's history.</summary>
public sealed record CalendarEntry(Envelope Envelope, CalendarEvent Fact);

/// <summary>The stored names of the calendar's events: a contract, never derived from a type's name.</summary>
public static class CalendarCatalogue
{
    public static FactNames<CalendarEvent> Facts { get; } = new(new Dictionary<string, Type> { ["calendar_revision_accepted"] = typeof(CalendarEvent.RevisionAccepted) });
}
