using System.Text.Json;
using System.Text.RegularExpressions;
using Nscp.Reviews.Domain.Events;
using Nscp.Reviews.Domain.Json;
using Nscp.Reviews.Domain.Milestones;

namespace Nscp.Reviews.Domain.Tests.Milestones;

/// <summary>What holds for every milestone, by an example of each.</summary>
public class EveryMilestoneHasItsLaws
{
    public static TheoryData<string> Names() => [.. Examples.All.Select(e => e.Name)];

    public static TheoryData<string> Situations() => [.. Stories.All.Keys];

    static Example Named(string name) => Examples.All.Single(e => e.Name == name);

    [Fact]
    public void An_example_stands_for_every_milestone() =>
        AllMilestones.All.Select(Examples.NameOf).Except(Examples.All.Select(e => e.Name)).ShouldBeEmpty();

    [Theory, MemberData(nameof(Names))]
    public void It_is_accepted_and_becomes_the_facts_that_it_declares(string name)
    {
        var example = Named(name);
        var recorded = example.Tried.Answer.ShouldBeOfType<Answer.Recorded>(example.Tried.Answer.ToString());
        recorded.Facts.ShouldNotBeEmpty();
        recorded.Despite.ShouldBeEmpty();
        recorded.Facts.Select(f => f.GetType()).Except(example.Milestone.Facts).ShouldBeEmpty();
    }

    /// <summary>What a fact calls otherwise than the command has a test of its own.</summary>
    [Theory, MemberData(nameof(Names))]
    public void What_it_is_told_stands_in_its_facts(string name)
    {
        var example = Named(name);
        foreach (var fact in example.Tried.Answer.ShouldBeOfType<Answer.Recorded>().Facts)
        {
            Keeps(fact, example.Command);
            if (example.Milestone.Scope is Scope.Recommendation or Scope.Action) Keeps(fact, example.Target);
        }

        static void Keeps(CaseEvent fact, object told)
        {
            foreach (var field in told.GetType().GetProperties())
                if (field.GetValue(told) is { } value && fact.GetType().GetProperty(field.Name) is { } kept && kept.PropertyType == field.PropertyType)
                    kept.GetValue(fact).ShouldBe(value, $"{fact.GetType().Name}.{field.Name}");
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void It_is_refused_wherever_it_names_an_organisation_that_nobody_knows(string name)
    {
        var example = Named(name);
        var told = JsonSerializer.Serialize(example.Command, example.Milestone.Command, DomainJson.Stored);
        foreach (Match text in Regex.Matches(told, "\"[A-Z0-9-]{2,30}\"(?!:)"))
        {
            if (Given.World.Organisations.Find(Stories.Org(text.Value.Trim('"'))) is null) continue;
            var unknown = JsonSerializer.Deserialize($"{told[..text.Index]}\"NO-SUCH\"{told[(text.Index + text.Length)..]}", example.Milestone.Command, DomainJson.Stored)!;
            (example with { Command = unknown }).Tried.ThenImpossible("unknown-organisation");
        }
    }

    [Fact]
    public void A_return_and_a_partners_agreement_are_their_own_acts_and_nothing_else_is() => Examples.All
        .Where(e => e.Milestone.ActsFor(e.Command).Any()).Select(e => $"{e.Name}: {string.Join(", ", e.Milestone.ActsFor(e.Command))}")
        .ShouldBe(["Case information-return: NUH", "Case report-agreement: NN-ICB", "Case decision: NCC, NOTTS-POLICE, NN-ICB", "Case decision-upheld: NCC, NOTTS-POLICE, NN-ICB"]);

    [Theory, MemberData(nameof(Names))]
    public void Told_twice_it_records_nothing_new(string name)
    {
        var example = Named(name);
        example.TriedOn(example.Tried.AfterIt()).ThenNothingNew();
    }

    /// <summary>Also once the case has gone on: what is told again on its own day is a repeat, unless something undid it by that day.</summary>
    [Theory, MemberData(nameof(Names))]
    public void Told_again_after_every_other_example_it_records_nothing_new(string name)
    {
        var example = Named(name);
        var told = example.Tried.AfterIt();
        foreach (var other in Examples.All.Where(o => o.Milestone.Scope != Scope.Opening))
        {
            if (other.TriedOn(told).Answer is not Answer.Recorded { Facts.Count: > 0 } more || more.Facts.Any(f => told.History.Corrected.Any(e => f.Undoes(e.Fact)))) continue;
            example.TriedOn(other.TriedOn(told).AfterIt()).Answer.ShouldBeOfType<Answer.Recorded>($"{name} after {other.Name}").Facts.ShouldBeEmpty($"{name} after {other.Name}");
        }
    }

    [Theory, MemberData(nameof(Situations))]
    public void No_command_breaks_in_any_situation(string situation)
    {
        foreach (var example in Examples.All)
        {
            var given = Stories.All[situation]();
            Answers(example, given);
            Answers(example with { Target = new("r1", 1) }, given);
            Answers(example with { Target = new("R9", 9) }, given);
            Answers(example with { By = "NO-SUCH", On = new(1900, 1, 1) }, given);
            Answers(example with { Reason = "Because." }, given);
            example.Milestone.WhyNotNow(given.State, example.Target);
        }

        static void Answers(Example example, Given given)
        {
            if (example.TriedOn(given).Answer is Answer.Refused refused) refused.Objections.ShouldAllBe(o => IsSentence(o.Sentence) && IsSentence(o.ToDo), $"{example.Name}: {refused}");
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void It_is_refused_on_a_case_that_is_not_there_unless_it_opens_it(string name)
    {
        var example = Named(name);
        if (example.Milestone.Scope == Scope.Opening) return;
        example.TriedOn(Given.NoCase).ThenImpossible("unknown-case");
    }

    [Theory, MemberData(nameof(Names))]
    public void It_is_refused_in_the_future(string name) => (Named(name) with { On = new(2026, 6, 2) }).Tried.ThenImpossible("in-the-future");

    [Theory, MemberData(nameof(Names))]
    public void On_a_closed_case_it_is_irregular_unless_it_may_stand_there(string name)
    {
        var example = Named(name);
        if (example.Milestone.Scope == Scope.Opening || example.Milestone == Closing.Reopened || example.Milestone == Closing.Closed) return;
        var closed = example.Given.And(example.On, new CaseEvent.CaseClosed(null));
        if (example.Milestone.OnClosedCases)
        {
            example.TriedOn(closed).AfterIt().Marked.ShouldNotContain("case-closed");
            return;
        }

        example.TriedOn(closed).ThenIrregular("case-closed");
        closed.When(example.Milestone, example.Command, example.On, example.By, example.Target, reason: "Found late.", despite: "case-closed").AfterIt().Marked.ShouldContain("case-closed");
    }

    [Theory, MemberData(nameof(Names))]
    public void Despite_a_code_that_does_not_apply_nothing_is_marked(string name)
    {
        var example = Named(name);
        example.Given.When(example.Milestone, example.Command, example.On, example.By, example.Target, reason: "Because.", despite: ["case-closed", "no-quorum"])
            .Answer.ShouldBeOfType<Answer.Recorded>().Despite.ShouldBeEmpty();
    }

    [Theory, MemberData(nameof(Names))]
    public void Its_protected_text_is_never_printed(string name)
    {
        var example = Named(name);
        var printed = string.Join(" ", example.Command, example.Tried.Answer, string.Join(" ", example.Tried.AfterIt().History.AsRecorded));
        printed.ShouldNotContain(Examples.Secret);
    }

    [Fact]
    public void Every_code_is_in_the_words_of_codes() =>
        AllMilestones.All.SelectMany(m => m.Codes).Concat(EveryMilestone.Codes).ShouldAllBe(c => c.Code.All(x => x == '-' || char.IsAsciiLetterLower(x)));

    static bool IsSentence(string text) => text.Length > 5 && (char.IsUpper(text[0]) || char.IsDigit(text[0])) && text[^1] is '.' && !text.Contains("  ");
}
