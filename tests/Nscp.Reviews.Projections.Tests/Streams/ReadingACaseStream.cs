using Nscp.Reviews.Api.Storage;
using static Nscp.Reviews.Projections.Tests.ReviewsDatabase;
using static Nscp.Reviews.Projections.Tests.Story;

namespace Nscp.Reviews.Projections.Tests.Streams;

public sealed class ReadingACaseStream(ReviewsDatabase database) : IClassFixture<ReviewsDatabase>
{
    static readonly Instant Noon = Instant.FromUtc(2024, 5, 1, 12, 0);

    [Fact]
    public async Task Gives_back_every_entry_as_it_was_recorded()
    {
        var story = Stories.Rn19();
        (await ReadBackAsync(story.Entries)).AsRecorded.ShouldBe(story.Entries);
    }

    /// <summary>Each entry differs from the one before it in one thing alone.</summary>
    [Fact]
    public async Task Tells_neighbours_apart_that_differ_in_one_thing_about_who_recorded_or_acted()
    {
        var first = Stories.Rn19().Entries[0];
        var (recorder, by) = (new Recorder("7", "Jo Bell", "business-support", Org("NSCP")), new Actor(Org("NCC"), new("Head"), HowKnown.Minutes));
        List<(Recorder Recorder, Actor By)> people = [(recorder, by)];
        people.Add((people[^1].Recorder with { Id = "8" }, people[^1].By));
        people.Add((people[^1].Recorder with { Name = "Kim Reid" }, people[^1].By));
        people.Add((people[^1].Recorder with { Role = "development-manager" }, people[^1].By));
        people.Add((people[^1].Recorder with { Organisation = Org("NCC") }, people[^1].By));
        people.Add((people[^1].Recorder, people[^1].By with { Organisation = Org("NUH") }));
        people.Add((people[^1].Recorder, people[^1].By with { Role = new("Deputy") }));
        people.Add((people[^1].Recorder, people[^1].By with { Role = null }));
        people.Add((people[^1].Recorder, people[^1].By with { HowKnown = HowKnown.EMail }));
        people.Add(people[^1]);
        var entries = people.Select((who, at) => first with { Envelope = first.Envelope with { Id = Guid.CreateVersion7(), Version = at + 1, Recorder = who.Recorder, By = who.By } }).ToList();

        (await ReadBackAsync(entries)).AsRecorded.Select(entry => (entry.Envelope.Recorder, entry.Envelope.By)).ShouldBe(people);
    }

    [Fact]
    public void Fails_on_an_event_of_an_unknown_type_and_names_it()
    {
        var foreign = new StoredEvent(Guid.NewGuid(), Guid.Empty, 9, 4, "child_moved", "{}"u8.ToArray(), Noon);
        var error = Should.Throw<UnreadableEventException>(() => CaseStream.History([foreign]));
        error.Message.ShouldContain("Version 4");
        error.Message.ShouldContain("'child_moved'");
    }

    [Fact]
    public void Fails_on_facts_that_do_not_fit_their_type_and_names_the_version()
    {
        var broken = new StoredEvent(Guid.NewGuid(), Guid.Empty, 9, 2, "partner_informed", """{"partner": 7}"""u8.ToArray(), Noon);
        Should.Throw<UnreadableEventException>(() => CaseStream.History([broken])).Message.ShouldContain("Version 2");
    }

    [Fact]
    public void Shows_what_other_software_recorded_as_recorded_by_it_on_that_London_day()
    {
        var lateOn30April = Instant.FromUtc(2024, 4, 30, 23, 30);
        var stored = new StoredEvent(Guid.NewGuid(), Guid.Empty, 1, 1, "partner_informed", """{"partner": "NCC", "more": 1}"""u8.ToArray(), lateOn30April);
        var envelope = CaseStream.History([stored]).AsRecorded[0].Envelope;
        envelope.Recorder.Name.ShouldBe("Other software");
        envelope.HappenedOn.ShouldBe(new LocalDate(2024, 5, 1));
        envelope.RecordedAt.ShouldBe(lateOn30April);
        envelope.CalendarRevision.ShouldBe(Envelope.NotTold);
    }

    [Theory]
    [InlineData("case", "partner_informed", true)]
    [InlineData("", "partner_informed", true)]
    [InlineData("", "invoice_paid", false)]
    [InlineData("partnership", "partner_informed", false)]
    public void Takes_a_stream_without_a_type_for_a_case_when_its_first_event_is_one_of_a_case(string streamType, string eventType, bool isCase)
    {
        var first = new StoredEvent(Guid.NewGuid(), Guid.Empty, 1, 1, eventType, "{}"u8.ToArray(), Noon);
        CaseStream.Is(new StreamHistory(Story.Tenant, Guid.Empty, streamType, [first])).ShouldBe(isCase);
    }

    async Task<CaseHistory> ReadBackAsync(IReadOnlyList<Entry> entries)
    {
        var stream = Guid.CreateVersion7();
        (await database.SaveAsync(Story.Tenant, stream, new ToSave(typeof(Case), [.. entries.Select(CaseStream.ToRecord)], DocumentChanges.None, null))).ShouldBe(SaveOutcome.Saved);
        await using var session = await database.Sessions.OpenAsync(Story.Tenant, new StreamAddress.ById(stream), null, Ct);
        return CaseStream.History(session.Read.Events);
    }
}
