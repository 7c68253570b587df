using Nscp.Reviews.Domain.Clocks;
using Nscp.Reviews.Domain.Milestones;
using Nscp.Reviews.Domain.Organisations;

namespace Nscp.Reviews.Api;

/// <summary>What decisions rest on besides the case. Revisions of the calendar and policies kept over HTTP will come in here.</summary>
sealed class Worlds(ClockPolicies policies)
{
    internal OrganisationRegister Organisations { get; } = OrganisationRegister.Shipped;

    internal WorkingDayCalendar Calendar { get; } = WorkingDayCalendar.Shipped;

    readonly ClockPolicies _policies = policies;

    internal World Of(OrganisationCode partnership) => new(Organisations, Calendar, _policies, partnership);
}
