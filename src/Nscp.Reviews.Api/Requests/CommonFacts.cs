namespace Nscp.Reviews.Api.Requests;

/// <summary>What every command may carry besides its own facts.</summary>
/// <param name="HappenedOn">The London date on which the fact was true; today when left out.</param>
/// <param name="KnownOn">The London date on which the partnership learnt it; the same day when left out.</param>
/// <param name="By">Who acted; the recorder when left out.</param>
/// <param name="Reason">Why it is recorded in this way; needed with <paramref name="Despite"/>.</param>
/// <param name="Despite">The codes of irregularities that are acknowledged.</param>
public sealed record CommonFacts(
    LocalDate? HappenedOn = null, LocalDate? KnownOn = null, ByWhom? By = null, ProtectedText? Reason = null, ListOf<string> Despite = default);

/// <summary>The person or body whose act is recorded. What is left out is the recorder's own.</summary>
public sealed record ByWhom(OrganisationCode? Organisation = null, ShortText? Role = null, HowKnown? HowKnown = null);

/// <summary>A request that could be understood.</summary>
sealed record Understood(object Command, CommonFacts Common)
{
    internal Actor By(Caller caller)
    {
        var by = Common.By;
        if (by is null) return new(caller.Organisation, new ShortText(caller.DisplayRole));
        // Another organisation's act is not done in the recorder's own post.
        var organisation = by.Organisation ?? caller.Organisation;
        var role = by.Role ?? (organisation == caller.Organisation ? new ShortText(caller.DisplayRole) : null);
        return new(organisation, role, by.HowKnown ?? HowKnown.InPerson);
    }
}
