using Nscp.Reviews.Domain.Cases;

namespace Nscp.Reviews.Api.Access;

/// <summary>Permissions that depend on what is asked: judged on the command, then on the case.</summary>
static class OwnOnly
{
    /// <summary>Null when the caller may, as far as the command tells.</summary>
    internal static Problem? JudgeCommand(Caller caller, Milestone milestone, Understood request)
    {
        var permission = Permissions.For(caller.Role, Permissions.NameOf(milestone));
        if (permission == Permission.Yes) return null;
        if (permission == Permission.OfOthers) return request.Common.By?.Role is { } role && role.Value != caller.DisplayRole ? null : Problem4xx.NameWhoAdvised;
        var ownWord = request.By(caller).Organisation == caller.Organisation;
        var ownAct = permission != Permission.OwnAct || (milestone.ActsFor(request.Command).Distinct().ToList() is [var only] && only == caller.Organisation);
        return ownWord && ownAct ? null : Problem4xx.NotYours;
    }

    /// <summary>Null when the caller may, as the case stands.</summary>
    internal static Problem? JudgeCase(Caller caller, Milestone milestone, Case state, Target target) =>
        Permissions.For(caller.Role, Permissions.NameOf(milestone)) switch
        {
            Permission.OwnRecommendation => state.Find(target.Recommendation)?.AskedOf == caller.Organisation ? null : Problem4xx.NotYours,
            Permission.OwnAction => state.Find(target.Recommendation, target.Action)?.Owner == caller.Organisation ? null : Problem4xx.NotYours,
            Permission.No => Problem4xx.NotAllowed,
            Permission.Yes or Permission.OwnAct or Permission.OwnWord or Permission.OfOthers => null,
        };
}
