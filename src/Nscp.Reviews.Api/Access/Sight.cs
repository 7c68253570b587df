using Nscp.Reviews.Domain.Clocks;

namespace Nscp.Reviews.Api.Access;

/// <summary>What a role sees of a case.</summary>
static class Sight
{
    /// <summary>An agency sees the clocks that it owes itself; everybody else who sees a case sees all of them.</summary>
    internal static bool ShowsClock(Caller caller, CaseClock clock) => caller.Role != Permissions.AgencyLead || clock.Owner == caller.Organisation;
}
