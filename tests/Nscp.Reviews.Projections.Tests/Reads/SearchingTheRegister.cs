using static Nscp.Reviews.Projections.Tests.ReviewsDatabase;
using static Nscp.Reviews.Projections.Tests.Story;

namespace Nscp.Reviews.Projections.Tests.Reads;

public sealed class SearchingTheRegister(ReadsDatabase given) : IClassFixture<ReadsDatabase>
{
    [Theory]
    [InlineData("24-1", "24-1")]
    [InlineData("19-3", "19-3")]
    [InlineData("RN19", "19-3")]
    [InlineData("rn19", "19-3")]
    [InlineData("QN17", "QN17")]
    [InlineData("24", "24-1")]
    [InlineData("24-11", "")]
    [InlineData("N19", "")]
    [InlineData("NHCFT", "19-3")]
    [InlineData("NOTTS-POLICE", "19-9 19-3")]
    [InlineData("nottinghamshire police", "19-9 19-3")]
    [InlineData("\"nottinghamshire healthcare\"", "19-3")]
    [InlineData("bruise", "19-3")]
    [InlineData("neglect", "QN17")]
    [InlineData("no-further-review", "19-9")]
    [InlineData("cspr", "19-3")]
    [InlineData("disorder awareness", "19-3")]
    [InlineData("\"disorder awareness\"", "")]
    [InlineData("neglect or disorders", "19-3 QN17")]
    [InlineData("police -disorders", "19-9")]
    [InlineData("disorders E-1", "")]
    [InlineData("E-1", "")]
    [InlineData("' or 1=1 --", "")]
    [InlineData("=NSCP", "24-1 19-9 19-3 QN17")]
    public async Task Finds(string text, string references) => (await FoundAsync(text)).ShouldBe(references.Split(' ', StringSplitOptions.RemoveEmptyEntries));

    [Theory]
    [InlineData(" ")]
    [InlineData("the")]
    [InlineData("to be or not to be")]
    [InlineData("or")]
    [InlineData("-")]
    [InlineData("\"\"")]
    [InlineData("-police")]
    [InlineData("police or -disorders")]
    [InlineData("!&|()<->:*")]
    public async Task Needs_a_word_to_look_for(string text) => (await SearchAsync(text, new RegisterFilter())).ShouldBeNull();

    [Fact]
    public async Task Can_be_narrowed_as_the_register_can()
    {
        (await FoundAsync("police", new RegisterFilter(Stage: Stage.Held))).ShouldBe(["19-3"]);
        (await FoundAsync("police", new RegisterFilter(Open: false))).ShouldBe(["19-9"]);
        (await FoundAsync("neglect", new RegisterFilter(Kind: CaseKind.Incident))).ShouldBeEmpty();
    }

    [Fact]
    public async Task Gives_its_finds_in_parts_the_newest_first()
    {
        var (seen, after) = (new List<string>(), (string?)null);
        // Bounded, so that a cursor that does not move on fails instead of going round.
        for (var part = 0; part < 10; part++)
        {
            var page = await SearchAsync("police or neglect or 24-1", new RegisterFilter(), limit: 1, after: after);
            seen.AddRange(page!.Items.Select(c => c.Reference));
            if ((after = page.After) is null) break;
        }
        seen.ShouldBe(["24-1", "19-9", "19-3", "QN17"]);
    }

    [Fact]
    public async Task Finds_nothing_that_was_recorded_in_error_and_what_is_right_in_place_of_what_was_wrong()
    {
        (await FoundAsync("twice")).ShouldBeEmpty();
        var story = Stories.Incident("C-1", "2024-05-01").On("2024-05-02", Stories.Recommends("R1", "Weigh every infant"));
        story.Correct<RecommendationMade>("2024-05-03", "wording", "\"Weigh every infant\"", "\"Measure every toddler\"");
        await given.Database.RecordAsync(story, "CORRECTED");
        (await CorrectedAsync("infant")).ShouldBeEmpty();
        (await CorrectedAsync("toddlers")).ShouldBe(["C-1"]);

        async Task<IEnumerable<string>> CorrectedAsync(string text) =>
            (await SearchAsync(text, new RegisterFilter(), "CORRECTED"))!.Items.Select(c => c.Reference);
    }

    Task<Page<RegisteredCase>?> SearchAsync(string text, RegisterFilter filter, string tenant = Tenant, int limit = 10, string? after = null) =>
        given.Database.AskAsync(tenant, session => RegisterList.ReadAsync(session, filter with { Text = text }, limit, after, Ct));

    async Task<IEnumerable<string>> FoundAsync(string text, RegisterFilter? filter = null) => (await SearchAsync(text, filter ?? new RegisterFilter()))!.Items.Select(c => c.Reference);
}
