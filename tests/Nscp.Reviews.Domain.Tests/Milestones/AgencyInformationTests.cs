using Nscp.Reviews.Domain.Milestones;
using static Nscp.Reviews.Domain.Events.CaseEvent;
using static Nscp.Reviews.Domain.Tests.Milestones.Stories;

namespace Nscp.Reviews.Domain.Tests.Milestones;

public class AskingAgenciesForInformation
{
    [Theory]
    [InlineData(0)]
    [InlineData(61)]
    public void Gives_them_between_1_and_60_working_days(int days) =>
        ASinSentOnTuesday5March2024().When(AgencyInformation.Requested, new(Org("NUH"), days), Wednesday6March2024).ThenImpossible("working-days-out-of-range");

    [Fact]
    public void Numbers_two_requests_of_one_day_apart_and_a_repeat_not_at_all()
    {
        var two = Examples.InformationAskedOfNuh().When(AgencyInformation.Requested, new(Org("NUH"), 10), Wednesday6March2024).Then(new AgencyInformationRequested(2, Org("NUH"), 10));
        two.When(AgencyInformation.Requested, new(Org("NUH"), 5), Wednesday6March2024).ThenNothingNew();
        two.When(AgencyInformation.Requested, new(Org("NUH"), 10), Wednesday6March2024).ThenNothingNew();
    }

    [Fact]
    public void Never_uses_the_number_of_a_request_in_error_again()
    {
        var given = Examples.InformationAskedOfNuh().And(Wednesday6March2024, new AgencyInformationRequested(2, Org("GP"), 5));
        given.When(Correcting.Corrected, Examples.InError(given.IdOf<AgencyInformationRequested>()), Thursday7March2024, reason: "Not sent.").AfterIt()
            .When(AgencyInformation.Requested, new(Org("NUH"), 5), Thursday7March2024).Then(new AgencyInformationRequested(3, Org("NUH"), 5));
    }
}

public class ReturningInformation
{
    [Fact]
    public void Answers_the_oldest_open_request() => Examples.InformationAskedOfNuh().And(Wednesday6March2024, new AgencyInformationRequested(2, Org("NUH"), 10))
        .When(AgencyInformation.Returned, new(Org("NUH")), Thursday7March2024).Then(new AgencyInformationReturned(1, Org("NUH"), false))
        .When(AgencyInformation.Returned, new(Org("NUH")), Monday18March2024).Then(new AgencyInformationReturned(2, Org("NUH"), false))
        .When(AgencyInformation.Returned, new(Org("NUH")), Thursday7March2024).ThenNothingNew();

    [Fact]
    public void Is_refused_without_an_open_request_or_before_it()
    {
        ASinSentOnTuesday5March2024().When(AgencyInformation.Returned, new(Org("NUH")), Thursday7March2024).ThenImpossible("nothing-requested");
        Examples.InformationAskedOfNuh().When(AgencyInformation.Returned, new(Org("GP")), Thursday7March2024).ThenImpossible("no-open-request").Sentence.ShouldBe("General practice (GP) has no such request open.");
        Examples.InformationAskedOfNuh().When(AgencyInformation.Returned, new(Org("NUH")), Tuesday5March2024).ThenImpossible("before-the-request");
    }

    [Fact]
    public void Is_chased_only_while_it_is_open()
    {
        Examples.InformationAskedOfNuh().And(Wednesday6March2024, new AgencyInformationRequested(2, Org("NUH"), 10))
            .When(AgencyInformation.Chased, new(Org("NUH"), 2), Thursday7March2024).Then(new AgencyInformationChased(2, Org("NUH")))
            .When(AgencyInformation.Chased, new(Org("NUH")), Monday18March2024).Then(new AgencyInformationChased(1, Org("NUH")));
        ASinSentOnTuesday5March2024().When(AgencyInformation.Chased, new(Org("NUH")), Thursday7March2024).ThenImpossible("nothing-requested");
        Examples.InformationAskedOfNuh().When(AgencyInformation.Chased, new(Org("NUH")), Tuesday5March2024).ThenImpossible("before-the-request");
        Examples.InformationAskedOfNuh().And(Thursday7March2024, new AgencyInformationReturned(1, Org("NUH"), false))
            .When(AgencyInformation.Chased, new(Org("NUH")), Monday18March2024).ThenImpossible("no-open-request").Sentence.ShouldBe("Nottingham University Hospitals NHS Trust (NUH) has no such request open.");
    }
}
