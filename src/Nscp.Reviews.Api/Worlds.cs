using Nscp.Reviews.Domain.Clocks;
using Nscp.Reviews.Domain.Milestones;
using Nscp.Reviews.Domain.Organisations;

namespace Nscp.Reviews.Api;

/// <summary>What decisions rest on besides the case. Revisions of the calendar and policies kept over HTTP will come in here.</summary>
sealed class Worlds
{
    readonly OrganisationRegister _organisations = OrganisationRegister.Shipped;
    readonly WorkingDayCalendar _calendar = WorkingDayCalendar.Shipped;
    readonly ClockPolicies _policies = ClockPolicies.Shipped;

    internal World Of(OrganisationCode partnership) => new(_organisations, _calendar, _policies, partnership);
}
