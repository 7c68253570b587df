using static Nscp.Reviews.Domain.Events.CaseEvent;

namespace Nscp.Reviews.Domain.Milestones;

/// <summary>What agencies are asked for a review, and what they return: Children Act 2004 s16H.</summary>
public static class AgencyInformation
{
    public sealed record Request(OrganisationCode Agency, int WorkingDays);

    /// <param name="RequestNumber">Which request is answered; without it the agency's oldest that is open.</param>
    public sealed record Return(OrganisationCode Agency, bool NilReturn = false, int? RequestNumber = null);

    public sealed record Chase(OrganisationCode Agency, int? RequestNumber = null);

    public static Milestone<Request> Requested { get; } = new Milestone<Request>("information-request", "Record that an agency was asked for information")
        .Names(c => [c.Agency])
        .Impossible("working-days-out-of-range", a => a.Command.WorkingDays is < 1 or > 60 ? "An agency is given between 1 and 60 working days." : null, "Check workingDays.")
        .Records(a => a.Numbered(n => new AgencyInformationRequested(n, a.Command.Agency, a.Command.WorkingDays)));

    public static Milestone<Return> Returned { get; } = new Milestone<Return>("information-return", "Record an agency's return; a nil return counts")
        .Names(c => [c.Agency]).For(c => [c.Agency])
        .NotWhen("nothing-requested", c => c.InformationRequests.IsEmpty, "No agency has been asked for information.", "Record information-request first.")
        .Impossible("no-open-request", a => Asked(a.Case, a.Command.Agency, a.Command.RequestNumber) is not { ReturnedOn: null }
            ? $"{Say.Organisation(a.Command.Agency, a.Recording.World)} has no such request open." : null, "Check agency and requestNumber; a further request is recorded with information-request.")
        .NotBefore("before-the-request", a => Asked(a.Case, a.Command.Agency, a.Command.RequestNumber)?.RequestedOn, "the information was requested")
        .Records(a => Of(a, a.Command.Agency, a.Command.RequestNumber, n => new AgencyInformationReturned(n, a.Command.Agency, a.Command.NilReturn)));

    public static Milestone<Chase> Chased { get; } = new Milestone<Chase>("information-chase", "Record that an agency was chased for its return")
        .Names(c => [c.Agency])
        .NotWhen("nothing-requested", c => c.InformationRequests.IsEmpty, "No agency has been asked for information.", "Record information-request first.")
        .Impossible("no-open-request", a => Asked(a.Case, a.Command.Agency, a.Command.RequestNumber) is not { ReturnedOn: null }
            ? $"{Say.Organisation(a.Command.Agency, a.Recording.World)} has no such request open." : null, "Check agency and requestNumber.")
        .NotBefore("before-the-request", a => Asked(a.Case, a.Command.Agency, a.Command.RequestNumber)?.RequestedOn, "the information was requested")
        .Records(a => Of(a, a.Command.Agency, a.Command.RequestNumber, n => new AgencyInformationChased(n, a.Command.Agency)));

    static InformationRequest? Asked(Case state, OrganisationCode agency, int? number) =>
        number is null
            ? state.InformationRequests.Find(r => r.Agency == agency && r.ReturnedOn is null) ?? state.InformationRequests.FindLast(r => r.Agency == agency)
            : state.InformationRequests.Find(r => r.Agency == agency && r.Number == number);

    /// <summary>A return or chase told twice names the request that it was about the first time.</summary>
    static TFact Of<T, TFact>(Attempt<T> a, OrganisationCode agency, int? number, Func<int, TFact> fact) where TFact : CaseEvent =>
        number is { } given ? fact(given)
        : a.Standing(fact, a.Case.InformationRequests.Where(r => r.Agency == agency).Select(r => r.Number)) ?? fact(Asked(a.Case, agency, null)?.Number ?? 0);
}
