using FsCheck;
using FsCheck.Fluent;
using NodaTime;
using Nscp.Reviews.Domain.Cases;
using Nscp.Reviews.Domain.Events;
using Nscp.Reviews.Domain.Milestones;
using Nscp.Reviews.Domain.Tests.Events;
using Nscp.Reviews.Domain.Tests.Milestones;

namespace Nscp.Reviews.Domain.Tests.Cases;

/// <summary>Whatever stands in the store, a case can be read: facts in any order, corrections of anything, also of each other.</summary>
public class FoldingAnyHistory
{
    static readonly int Runs = Environment.GetEnvironmentVariable("REVIEWS_SOAK") == "1" ? 5_000 : 150;
    static readonly Type[] Types = [.. EventCatalogue.Names.Select(EventCatalogue.TypeOf)];
    static readonly Arbitrary<int> Seeds = Gen.Choose(0, int.MaxValue).ToArbitrary();

    [Fact]
    public void Never_throws() => Holds(seed => Read(History(new Random(seed), Types)));

    [Fact]
    public void Never_throws_after_corrections_that_nobody_checked() =>
        Holds(seed => Read(History(new Random(seed), [.. Types, .. Enumerable.Repeat(typeof(CaseEvent.RecordedWrongly), 30), .. Enumerable.Repeat(typeof(CaseEvent.RecordedInError), 15)])));

    [Fact]
    public void Takes_or_refuses_any_correction_and_can_still_be_read() => Holds(seed =>
    {
        var random = new Random(seed);
        var given = History(random, Types);
        for (var i = 0; i < 8; i++)
        {
            var entry = given.History.AsRecorded[random.Next(given.History.AsRecorded.Count)];
            var answer = given.When(Correcting.Corrected, Any(entry, random), Stories.Monday7October2024, reason: "Wrong.");
            if (answer.Answer is not Answer.Recorded { Facts.Count: > 0 }) continue;
            given = answer.AfterIt();
            Read(given);
            given.When(Correcting.Corrected, Again(answer), Stories.Monday7October2024, reason: "Wrong.").Answer.ShouldBe(new Answer.Recorded([], []));
        }
    });

    [Fact]
    public void Leaves_a_case_as_it_was_when_a_correction_is_itself_in_error() => Holds(seed =>
    {
        var random = new Random(seed);
        var given = History(random, [.. Types.Where(t => t != typeof(CaseEvent.RecordedInError) && t != typeof(CaseEvent.RecordedWrongly))]);
        var entry = given.History.AsRecorded[random.Next(1, given.History.AsRecorded.Count)];
        var without = given.And(Stories.Monday7October2024, new CaseEvent.RecordedInError(entry.Envelope.Id, ErrorKind.NeverHappened, null, null, Stories.Short("DM")));
        without.History.Corrected.ShouldNotContain(e => e.Envelope.Id == entry.Envelope.Id);
        var back = without.And(Stories.Monday7October2024, new CaseEvent.RecordedInError(without.History.AsRecorded[^1].Envelope.Id, ErrorKind.NeverHappened, null, null, Stories.Short("DM")));
        back.History.Corrected.SkipLast(1).ShouldBe(given.History.AsRecorded);
    });

    static Given History(Random random, Type[] types)
    {
        var given = Given.NoCase.And(Stories.Monday4March2024, Stories.Incident());
        for (var count = random.Next(1, 25); count > 0; count--)
        {
            var any = new AnyFact(random) { Ids = [.. given.History.AsRecorded.Select(e => e.Envelope.Id), Guid.Empty] };
            given = given.And(Stories.Monday4March2024.PlusDays(random.Next(0, 200)), any.Of(types[random.Next(types.Length)]), random.Next(2) == 0 ? "NCC" : "NN-CCG");
        }

        return given;
    }

    /// <summary>A correction of a field that the event has, with a value of another event's field as often as not.</summary>
    static Correcting.Correct Any(Entry entry, Random random)
    {
        if (random.Next(5) == 0) return Examples.InError(entry.Envelope.Id);
        var fields = Corrections.FieldsOf(entry).Keys.Order().ToArray();
        var field = fields[random.Next(fields.Length)];
        var like = new AnyFact(random).Of(entry.Fact.GetType());
        var right = random.Next(3) switch
        {
            0 => new[] { "null", "1", "\"2024-03-05\"", "[]", "{}", "\"text\"", "true", "\"2099-01-01\"", "[null]", "{\"organisation\":\"NCC\"}" }[random.Next(10)],
            _ => EventCatalogue.ValueOf(like, field) ?? "\"2024-05-01\"",
        };
        return Examples.Wrong(entry.Envelope.Id, field, right);
    }

    static Correcting.Correct Again(Attempted answer) => ((Answer.Recorded)answer.Answer).Facts[0] switch
    {
        CaseEvent.RecordedWrongly w => Examples.Wrong(w.Event, w.Field, w.Right.Json),
        CaseEvent.RecordedInError e => Examples.InError(e.Event),
        var other => throw new InvalidOperationException(other.ToString()),
    };

    static void Read(Given given)
    {
        given.State.ShouldNotBeNull();
        _ = given.Marked;
        _ = given.State.BeganOn;
        given.History.AsAt(new LocalDate(2024, 6, 1)).ShouldNotBeNull();
        foreach (var milestone in AllMilestones.All) milestone.WhyNotNow(given.State, new("R1", 1));
    }

    static void Holds(Action<int> law) =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(Runs).WithQuietOnSuccess(true), Prop.ForAll(Seeds, law));
}
