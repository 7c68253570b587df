using System.Text.Json;
using System.Text.Unicode;

namespace Nscp.Reviews.Domain.Clocks;

/// <summary>
/// Takes the list of England and Wales out of bytes that may be anything, and finds all that is wrong with it. Fields that it does
/// not know are passed over, since GOV.UK may add some; a field that is there twice is refused, since readers differ in which holds.
/// </summary>
sealed class FeedReader(FeedFindings findings, LocalDate today)
{
    /// <summary>Of England and Wales. The years that are accepted come to about 600.</summary>
    internal const int MostEvents = 1_000;

    internal const int LongestTitle = 100;

    const string FetchAgain = "Download https://www.gov.uk/bank-holidays.json and import that file as it is.";
    const string Division = BankHolidayFeed.EnglandAndWales;
    static readonly JsonDocumentOptions Strict = new() { MaxDepth = 16, AllowDuplicateProperties = false };

    readonly FeedYears _years = new(findings, today);

    /// <summary>The holidays in the feed's order: all of them and nothing else when nothing was found wrong.</summary>
    internal IReadOnlyList<BankHoliday> Read(ReadOnlyMemory<byte> feed)
    {
        if (Parse(feed) is not { } root || EventsIn(root) is not { } events) return [];
        var holidays = new List<BankHoliday>(events.GetArrayLength());
        var number = 0;
        foreach (var item in events.EnumerateArray())
            if (HolidayIn(item, ++number) is { } holiday) holidays.Add(holiday);
        _years.Check();
        return holidays;
    }

    JsonElement? Parse(ReadOnlyMemory<byte> feed)
    {
        var utf8 = feed.Span.StartsWith("\uFEFF"u8) ? feed[3..] : feed;
        if (utf8.Length > BankHolidayImport.MostBytes) return Unreadable($"The feed has {utf8.Length} bytes, and no more than {BankHolidayImport.MostBytes} are read; GOV.UK's has about 62000.");
        var start = utf8.Span.TrimStart(" \t\r\n"u8);
        if (start.IsEmpty) return Unreadable("The feed is empty.");
        if (start[0] == '<') return Unreadable("The feed is a web page, not JSON.");
        if (!Utf8.IsValid(utf8.Span)) return Unreadable("The feed is not text in UTF-8.");
        try
        {
            return JsonElement.Parse(utf8.Span, Strict);
        }
        catch (JsonException e)
        {
            return Unreadable(e.LineNumber is { } line ? $"The feed is not readable JSON: see line {line + 1}." : "The feed has a field twice in one place, so that it can be read in two ways.");
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair in a field's name, written as an escape: .NET says so in this way.
            return Unreadable("The feed has a field whose name is not well-formed Unicode text.");
        }
    }

    JsonElement? EventsIn(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object) return Unreadable("The feed is not in GOV.UK's format: it must be one JSON object with a list for each division.");
        if (!root.TryGetProperty(Division, out var division)) return Unreadable($"The feed has no division {Division}, which is the one counted by.");
        if (division.ValueKind != JsonValueKind.Object || !division.TryGetProperty("events", out var events) || events.ValueKind != JsonValueKind.Array)
            return Unreadable($"The feed is not in GOV.UK's format: {Division} must be an object with a list of events.");
        if (division.TryGetProperty("division", out var name) && TextIn(name) != Division)
            return Unreadable($"The list under {Division} says that it is of another division.");
        return events.GetArrayLength() switch
        {
            0 => Unreadable($"The feed has no events for {Division}."),
            > MostEvents and var many => Unreadable($"The feed has {many} events for {Division}, and no more than {MostEvents} are read."),
            _ => events,
        };
    }

    BankHoliday? HolidayIn(JsonElement item, int number)
    {
        if (item.ValueKind != JsonValueKind.Object || Field(item, "title") is not { } title || Field(item, "date") is not { } date)
        {
            findings.Add($"Event {number} has no title or no date, or one that is not text. Give it both, or remove it.");
            return null;
        }
        var place = $"Event {number} ({FeedFindings.Quote(title)})";
        var titleIsGood = CheckTitle(title, place);
        return _years.DateIn(date, place) is { } day && titleIsGood ? new BankHoliday(day, title) : null;
    }

    bool CheckTitle(string title, string place)
    {
        var wrong = string.IsNullOrWhiteSpace(title) ? "an empty title. Give it its name."
            : title.Length > LongestTitle ? $"a title of {title.Length} characters, and {LongestTitle} are the most. Shorten it."
            : title.All(FeedFindings.IsPlain) ? null
            : "a title with characters that cannot be shown, such as control characters. Remove them.";
        if (wrong is not null) findings.Add($"{place} has {wrong}");
        return wrong is null;
    }

    JsonElement? Unreadable(string why)
    {
        findings.Add($"{why} {FetchAgain}");
        return null;
    }

    static string? Field(JsonElement item, string name) => item.TryGetProperty(name, out var value) ? TextIn(value) : null;

    static string? TextIn(JsonElement value)
    {
        try
        {
            return value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair, written as an escape: valid JSON, and no text.
            return null;
        }
    }
}
