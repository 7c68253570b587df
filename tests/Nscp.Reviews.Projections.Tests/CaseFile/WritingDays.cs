using System.Text.Json;
using Nscp.Reviews.Domain.Json;

namespace Nscp.Reviews.Projections.Tests.CaseFile;

/// <summary>Days are written by hand, for speed: nobody may see that.</summary>
public sealed class WritingDays
{
    [Fact]
    public void Writes_what_the_serialiser_would()
    {
        ExplainedDay[] days = [new(new(2024, 5, 6), null, "Early May bank holiday"), new(new(2024, 5, 7), 1, null), new(new(2024, 12, 31), 130, null), new(new(1900, 1, 1), null, "Saint \"Crispin’s\" Day")];
        var explanation = ClockExplanation.Of(Stories.Rn19().History, "panel-referral", Story.World, new(2025, 5, 14))! with { Days = days };

        var written = JsonSerializer.SerializeToElement(explanation, DomainJson.Stored).GetProperty("days").GetRawText();

        written.ShouldBe(JsonSerializer.Serialize(days, DomainJson.Stored));
    }
}
