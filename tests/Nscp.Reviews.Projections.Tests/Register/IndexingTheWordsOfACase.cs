using static Nscp.Reviews.Projections.Tests.ReviewsDatabase;

namespace Nscp.Reviews.Projections.Tests.Register;

/// <summary>Laws over every event type: which words it makes a case be found by, and that protected text is none of them.</summary>
public sealed class IndexingTheWordsOfACase(ReviewsDatabase database) : IClassFixture<ReviewsDatabase>
{
    public static TheoryData<string> EveryName() => [.. EventCatalogue.Names.Order(StringComparer.Ordinal)];

    /// <summary>A partnership for each event type, with one case, which holds one fact of it. Every protected text in it says SECRET.</summary>
    [Fact]
    public async Task Leaves_protected_text_out_whatever_the_event()
    {
        foreach (var name in EventCatalogue.Names) await database.RecordAsync(With(name), Tenant(name));

        (await database.TextsAsync("select stream_id::text from mt_events where data::text || headers::text like '%SECRET%' group by 1")).Count.ShouldBeGreaterThan(30);
        (await database.TextsAsync("select t::text from mt_doc_words t where t::text ilike '%secret%' or t::text ilike '%neighbour%'")).ShouldBeEmpty();
        (await FindingAsync("secret")).ShouldBeEmpty();
        (await FindingAsync("NSCP")).ShouldBe(EventCatalogue.Names.Order(StringComparer.Ordinal));
        (await FindingAsync("longer")).ShouldBe(["learning_shared", "learning_summarised", "recommendation_made"]);
        (await FindingAsync("short")).ShouldBe(["recommendation_made"]);
    }

    [Theory, MemberData(nameof(EveryName))]
    public void Names_each_organisation_that_plays_a_part_wherever_the_event_holds_it(string name)
    {
        var words = Words(With(name));
        words.ShouldContain("(NSCP)");
        words.Contains("Nottinghamshire County Council (NCC)").ShouldBe(Holds(EventCatalogue.TypeOf(name), typeof(OrganisationCode)), words);
    }

    [Fact]
    public void Leaves_the_circumstances_out_of_a_learning_summary()
    {
        var words = Words(Stories.Incident("24-1", "2024-05-01").On("2024-05-02", new LearningSummarised(new("A farm near Retford"), new("Ask again"), new("Train everybody"))));
        words.ShouldNotContain("Retford");
        words.ShouldEndWith("\nAsk again\nTrain everybody");
    }

    [Fact]
    public void Reads_as_a_person_would_look_for_it() => Words(Stories.Rn19()).ShouldBe(
        """
        19-3
        RN19
        a CSPR (cspr)
        NHS Bassetlaw CCG (BASSETLAW-CCG)
        Nottinghamshire County Council (NCC)
        Nottinghamshire County Council, children's social care (NCC-CSC)
        Nottinghamshire County Council, public health (NCC-PH)
        Nottinghamshire Healthcare NHS Foundation Trust (NHCFT)
        Nottinghamshire Police (NOTTS-POLICE)
        Nottinghamshire Safeguarding Children Partnership (NSCP)
        NSCP Safeguarding Assurance and Improvement Group (NSCP-SAIG)
        Child Safeguarding Practice Review Panel (PANEL)
        Bruising in babies
        Raise awareness of eating disorders
        """);

    /// <summary>The row is another after every write: what is not written again is not indexed again.</summary>
    [Fact]
    public async Task Is_written_only_when_the_words_change()
    {
        var story = Stories.Rn19();
        var stream = await database.RecordAsync(story, "WRITTEN");
        var (history, written) = (story.History, await RowAsync());

        await ThenAsync(new ProgressReported("R1", 2, Story.Secret("Begun"), Rag.Amber));
        (await RowAsync()).ShouldBe(written);
        await ThenAsync(new LearningShared(LearningChannel.Briefing, new("Weigh the baby"), false));
        (await RowAsync()).ShouldNotBe(written);
        (await SearchAsync("WRITTEN", "weigh"))!.Items.Count.ShouldBe(1);

        async Task ThenAsync(CaseEvent fact)
        {
            var after = story.On("2020-03-02", fact).History;
            (await database.SaveAsync("WRITTEN", stream, history, after)).ShouldBe(Nscp.Reviews.Api.Storage.SaveOutcome.Saved);
            history = after;
        }

        async Task<string> RowAsync() => (await database.TextsAsync($"select xmin || ' ' || ctid from mt_doc_words where tenant_id = 'WRITTEN' and id = '{stream}'")).Single();
    }

    /// <summary>A tsvector has its limit, and no fact may be refused for it: what comes first is found all the same.</summary>
    [Fact]
    public async Task Takes_more_words_than_can_be_found()
    {
        var story = Stories.Incident("24-7", "2024-05-01");
        for (var n = 0; n < 150; n++) story.On("2024-05-02", new LearningShared(LearningChannel.Briefing, new(Unlike(n)), false));
        await database.SaveAsync("LENGTHY", Guid.CreateVersion7(), CaseHistory.Empty, story.History);

        (await FoundAsync("24-7 finding0 finding20")).ShouldBe(1);
        (await FoundAsync("finding149")).ShouldBe(0);

        async Task<int> FoundAsync(string text) => (await SearchAsync("LENGTHY", text))!.Items.Count;
        static string Unlike(int n) => $"finding{n} {string.Join(' ', Enumerable.Range(0, 300).Select(i => $"ab-ba-w{i}-x{n}"))}"[..3990];
    }

    static Story With(string name) => Stories.Incident("77-1", "2024-05-01").Tell("2024-05-02", EveryFact.OfEveryType.Single(f => EventCatalogue.NameOf(f) == name), reason: "SECRET");

    static string Words(Story story) => CaseWords.Of(story.History, Story.World);

    Task<Page<RegisteredCase>?> SearchAsync(string tenant, string text) => database.AskAsync(tenant, session => RegisterList.ReadAsync(session, new(Text: text), 10, null, Ct));

    static string Tenant(string name) => name.ToUpperInvariant();

    /// <summary>Whose partnerships' cases the text finds.</summary>
    async Task<IReadOnlyList<string>> FindingAsync(string text)
    {
        var found = new List<string>();
        foreach (var name in EventCatalogue.Names.Order(StringComparer.Ordinal))
            if ((await SearchAsync(Tenant(name), text))!.Items.Count > 0) found.Add(name);
        return found;
    }

    /// <summary>Whether a value of the type may stand in another's fields, at any depth.</summary>
    static bool Holds(Type type, Type sought)
    {
        var plain = Nullable.GetUnderlyingType(type) ?? type;
        if (plain == sought || plain.GenericTypeArguments.Any(argument => Holds(argument, sought))) return true;
        return plain.Namespace!.StartsWith("Nscp", StringComparison.Ordinal) && !plain.IsEnum && !plain.IsGenericType
            && plain.GetConstructors().OrderByDescending(c => c.GetParameters().Length).Take(1).Any(c => c.GetParameters().Any(p => p.ParameterType != plain && Holds(p.ParameterType, sought)));
    }
}
