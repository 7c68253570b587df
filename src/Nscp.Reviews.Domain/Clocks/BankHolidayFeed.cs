using System.Collections.Frozen;
using System.Text.Json;
namespace Nscp.Reviews.Domain.Clocks;

/// <summary>One bank holiday. The title is for display and never a key: GOV.UK writes it with U+2019.</summary>
public sealed record BankHoliday(LocalDate Date, string Title);

/// <summary>GOV.UK's bank-holiday feed, with every division that it holds.</summary>
public sealed class BankHolidayFeed
{
    /// <summary>The division that this project counts by.</summary>
    public const string EnglandAndWales = "england-and-wales";

    readonly FrozenDictionary<string, IReadOnlyList<BankHoliday>> divisions;

    BankHolidayFeed(FrozenDictionary<string, IReadOnlyList<BankHoliday>> divisions) => this.divisions = divisions;

    public IReadOnlyCollection<string> Divisions => divisions.Keys;

    /// <summary>The division's holidays, as the feed orders them.</summary>
    /// <exception cref="KeyNotFoundException">The feed has no such division.</exception>
    public IReadOnlyList<BankHoliday> HolidaysOf(string division) =>
        divisions.TryGetValue(division, out var holidays)
            ? holidays
            : throw new KeyNotFoundException($"The feed has no division {division}.");

    /// <exception cref="JsonException">The text is not a feed in GOV.UK's format; the message names the place.</exception>
    public static BankHolidayFeed Parse(ReadOnlySpan<byte> utf8) =>
        new(EmbeddedData.Read<Dictionary<string, DivisionEntry>>(utf8).ToFrozenDictionary(
            division => division.Key,
            division => (IReadOnlyList<BankHoliday>)[.. division.Value.Events.Select(e => new BankHoliday(e.Date, e.Title))]));

    sealed record DivisionEntry(string Division, EventEntry[] Events);

    sealed record EventEntry(string Title, LocalDate Date, string Notes, bool Bunting);
}
