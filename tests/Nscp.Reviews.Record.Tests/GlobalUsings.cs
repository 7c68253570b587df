global using Marten;
global using NodaTime;
global using Nscp.Reviews.Api.Milestones;
global using Nscp.Reviews.Api.Storage;
global using Nscp.Reviews.Domain.Events;
global using Nscp.Reviews.Evidence;
global using Nscp.Reviews.Projections;
global using Case = Nscp.Reviews.Domain.Cases.Case;
