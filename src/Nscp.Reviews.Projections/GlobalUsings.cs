global using NodaTime;
global using Nscp.Reviews.Domain.Cases;
global using Nscp.Reviews.Domain.Clocks;
global using Nscp.Reviews.Domain.Events;
global using Nscp.Reviews.Domain.Milestones;
global using Nscp.Reviews.Domain.Organisations;
global using Nscp.Reviews.Domain.Words;
global using Nscp.Reviews.Evidence;
